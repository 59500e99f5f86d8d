"""Spellings in use of invented people's names, one name a line: the evidence for `sounds`.

What stands on a line has to be found by any other of the line; two lines are two names.
"""

from __future__ import annotations

from typing import Final

SAME_NAME: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(word.replace("_", " ") for word in line.split())
    for line in """
Mohammed Mohamed Muhammad Mohammad محمد مُحَمَّد محمـد Мохаммед मोहम्मद
Ahmed Ahmad أحمد احمد Ахмед Akhmed अहमद
Aisha Ayesha Aysha عائشة عايشة Айша आयशा Aicha
Chaykovskiy Tchaikovsky Чайковский Chaikovski
José Jose JOSÉ
Müller Mueller Muller Мюллер
Yusuf Youssef Yousef يوسف Юсуф यूसुफ Jusuf
Abdullah عبدالله عبد_الله Abd_Allah Abdallah Abdul_lah Абдулла Abdulla
Abdul_Rahman Abdulrahman Abdurrahman Abdelrahman Abd_al-Rahman Abd_ar-Rahman عبد_الرحمن عبدالرحمن
Abdul_Aziz Abdulaziz Abdelaziz عبد_العزيز عبدالعزيز
Nguyễn Nguyen Nguyên
Øystein Oystein
Łukasz Lukasz Lukas
İbrahim Ibrahim Ebrahim إبراهيم ابراهيم
Khalid Khaled خالد Халид Halid खालिद
Hussein Hussain Husain حسين Хусейн Huseyn
Ali Aly علي على علی Али अली
Layla Leila Laila ليلى Лейла लैला
Sharma शर्मा Шарма Sarma
Alexander Aleksandr Alexandr Александр Aleksander
Yekaterina Ekaterina Екатерина
Yulia Julia Юлия Iuliia
Yevgeny Evgeny Евгений Evgeniy Evgenii
Fatima Fatimah Fathima Fatma فاطمة فاطمه Фатима फातिमा
Jamal Djamal Djamel جمال Джамал
Gamal جمال
Omar Umar Omer عمر Омар
Mahmoud Mahmud Mahmood محمود Махмуд महमूद
Mustafa Moustafa Mostafa مصطفى Мустафа Mustapha
Hassan Hasan حسن Хасан हसन
Rashid Rasheed Rachid رشيد Рашид
Sharif Shareef Cherif شريف Шариф
Said Saeed Sayeed سعيد Саид
Qasim Kasim Qassem Kassem قاسم Касим
Tariq Tarek Tareq Tarik طارق Тарик
Walid Waleed Oualid وليد Валид
Dawud Daoud Dawood داود
Zaynab Zainab Zeinab زينب Зейнаб
Mariam Maryam Meryem مريم Мариам
Nour Noor Nur نور Нур
Noura Nora نورة नूरा
Noureddine Nour_al-Din Nur_ud-Din نور_الدين Nuruddin
Khadija Khadijah Hadija خديجة Хадиджа
Ismail Ismaeel Esmail إسماعيل Исмаил
Vladimir Wladimir Владимир
Dmitry Dmitriy Dmitri Dimitri Дмитрий
Sergey Sergei Serguei Сергей
Petrov Petroff Петров Petrow
Ivanov Ivanoff Иванов Iwanow
Zhukov Jukov Жуков
Shevchenko Шевченко Ševčenko
Mikhail Mihail Михаил Mikhaïl
Christian Kristian
Katarzyna Katarzyna
Novák Novak Nowak
Kovačević Kovacevic Kovačevic
Schäfer Schaefer Schafer
Jürgen Juergen Jurgen
Weiß Weiss
Straßer Strasser
Sofía Sofia Sophia Софія
Stefan Stephan Stephen
Philip Filip Phillip
Rajesh राजेश Раджеш
Krishna Krisna कृष्ण
Lakshmi Laxmi लक्ष्मी
Deepak Dipak दीपक
Priya Pria प्रिया
Chaudhary Choudhary Chowdhury चौधरी
Vikram Wikram विक्रम
Rao राव राओ
Ananya अनन्या
Anjali अंजलि
Deshpande देशपांडे
Aarav आरव
Verma Varma वर्मा
Singh सिंह Sing
Gupta गुप्ता
Zhang 张 張
Xiaolong 小龙
Wang 王
Chen 陈
Kim 김
Park 박
Minsu 민수
Sakura さくら サクラ
Giorgi გიორგი
Georgios Γεώργιος Giorgos
Eleni Ελένη
Şahin Sahin Shahin
Çelik Celik
Gökhan Gokhan
Ayşe Ayse
Peña Pena
Thảo Thao
Đặng Dang
Siddiqui Siddiqi صديقي
Ghulam Gulam غلام
Sheikh Shaikh Cheikh شيخ
Al-Salem Alsalem السالم Al_Salem El-Salem
O'Connor OConnor O’Connor
Anne-Marie Annemarie
Björn Bjorn Bjoern
""".strip().splitlines()
)

# Written down when the folds had been settled: 88 % of the pairs were found. The two readings of
# j, g and x came after that, so that today's share is a little kinder than new names will be.
HELD_OUT: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(word.replace("_", " ") for word in line.split())
    for line in """
Bilal Belal بلال Билал
Hamza Hamzah Hamzeh حمزة Хамза हमजा
Karim Kareem كريم Карим
Nadia Nadya Nadja نادية Надя
Samir Sameer سمير Самир समीर
Suleiman Sulayman Soliman Suleyman سليمان Сулейман
Usman Osman Othman عثمان Осман
Zakaria Zakariya Zachariah زكريا Закария
Idris Idrees Edris إدريس Идрис
Yasin Yassin Yaseen Yassine ياسين Ясин
Yahya Yehia Yahia يحيى Яхья
Jibril Jibreel Gibril جبريل Джибриль
Ridwan Redouane Radwan رضوان
Ramadan Ramazan رمضان Рамазан
Murad Mourad مراد Мурад
Faisal Faysal Fayçal فيصل Фейсал
Ghada Gada غادة
Haitham Haytham هيثم
Lubna Loubna لبنى
Mahdi Mehdi مهدي Махди
Najib Nageeb Najeeb نجيب
Salahuddin Salah_al-Din Saladin صلاح_الدين
Abdul_Karim Abdelkrim Abdelkarim عبد_الكريم عبدالكريم
Abdul_Latif Abdellatif عبد_اللطيف عبداللطيف
Abu_Bakr Abubakar Aboubakr أبو_بكر
Nikolay Nikolai Nicolai Николай
Andrey Andrei Андрей
Alexey Aleksei Alexei Алексей
Anastasia Anastasiya Анастасия
Ksenia Kseniya Xenia Ксения
Yaroslav Jaroslav Iaroslav Ярослав
Tatiana Tatyana Tatjana Татьяна
Fyodor Fedor Fiodor Фёдор Федор
Maksim Maxim Максим
Vasily Wassily Vasiliy Василий
Shcherbakov Scherbakov Щербаков
Kuznetsov Kusnezow Кузнецов
Gorbunov Gorbunow Горбунов
Rahul राहुल Рахул
Sandeep Sandip संदीप
Sunita Suneeta सुनीता
Pooja Puja पूजा
Jyoti Joti ज्योति
Vishal Wishal विशाल
Agarwal Aggarwal अग्रवाल
Bhattacharya Bhattacharjee भट्टाचार्य
Mukherjee Mukharji मुखर्जी
Banerjee Banerji बनर्जी
Iyer Ayer अय्यर
Katherine Catherine Kathryn Katharine
Elizabeth Elisabeth
Geoffrey Jeffrey
Sean Shaun Shawn
Jakub Yakub Якуб يعقوب
Johannes Yohannes
Michał Michal Mihal
Wojciech Vojtech
Małgorzata Malgorzata
Čapek Capek
Ömer Omer
Günther Guenther Gunter
Åsa Asa
Ståle Staale Stale
Ioannis Yannis Ιωάννης
Dimitrios Dimitris Δημήτριος
Núñez Nunez
Ximena Jimena
Liu 刘
Wenbo 文博
Ouyang 欧阳
Choi 최
Takeshi たけし
Davit Davit დავით
Hakob Hagop Հակոբ
Moshe Moshe משה
""".strip().splitlines()
)
