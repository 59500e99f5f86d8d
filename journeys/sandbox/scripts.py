"""Owns the invented name lists, each Latin spelling beside its native one; picks none itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Script = Literal["latin", "arabic", "devanagari", "chinese"]
Sex = Literal["F", "M"]
Spelled = tuple[str, str]

SCRIPTS: Final[tuple[Script, ...]] = ("latin", "arabic", "devanagari", "chinese")


@dataclass(frozen=True)
class NameList:
    """Given names by sex and surnames of one naming tradition, as (Latin, native) pairs."""

    women: tuple[Spelled, ...]
    men: tuple[Spelled, ...]
    surnames: tuple[Spelled, ...]

    def given(self, sex: Sex) -> tuple[Spelled, ...]:
        return self.women if sex == "F" else self.men


def _spelled(text: str) -> tuple[Spelled, ...]:
    """Read "Latin=native" words; an underscore is a space, and a lone word is its own native."""
    pairs = (entry.replace("_", " ").partition("=") for entry in text.split())
    return tuple((latin, native or latin) for latin, _, native in pairs)


ENGLISH: Final = NameList(
    women=_spelled(
        "Alice Hannah Imogen Rosalind Beatrix Philippa Maisie Georgina Harriet Tamsin Edith Cora"
    ),
    men=_spelled(
        "Oliver Rupert Callum Duncan Gareth Hugh Leonard Miles Nigel Stanley Theo Wilfred"
    ),
    surnames=_spelled(
        "Ashdown Brackley Calloway Dunmore Eastwick Fairholm Gledhill Hartwell Inglesby Kestrel "
        "Larkspur Merrow Northam Oakhurst Pemberly Quillfeather Ravensworth Thistlewood"
    ),
)

FRENCH: Final = NameList(
    women=_spelled(
        "Chloe=Chloé Eloise=Éloïse Camille Zoe=Zoé Helene=Hélène Manon Aurelie=Aurélie "
        "Celeste=Céleste Francoise=Françoise Margaux"
    ),
    men=_spelled(
        "Rene=René Theo=Théo Francois=François Gael=Gaël Matthieu Jerome=Jérôme Loic=Loïc "
        "Etienne=Étienne Remi=Rémi Thibault"
    ),
    surnames=_spelled(
        "Lefevre=Lefèvre Beranger=Béranger Delacourt Garcon=Garçon Hervieu Merindol=Mérindol "
        "Noel=Noël Peltier Roussillon Saint-Clar Tremblecourt Valliere=Vallière"
    ),
)

SPANISH: Final = NameList(
    women=_spelled(
        "Sofia=Sofía Lucia=Lucía Ines=Inés Maria_Jose=María_José Belen=Belén Rocio=Rocío "
        "Ximena Paloma Itzel Araceli"
    ),
    men=_spelled(
        "Jose=José Andres=Andrés Ramon=Ramón Ivan=Iván Tomas=Tomás Joaquin=Joaquín Mateo "
        "Ruben=Rubén Emiliano Cristobal=Cristóbal"
    ),
    surnames=_spelled(
        "Munoz=Muñoz Ibanez=Ibáñez Quinones=Quiñones Cordoba=Córdoba Villasenor=Villaseñor "
        "Penaloza=Peñaloza Zuniga=Zúñiga Arroyo Beltran=Beltrán Montecillo Olmedo Sarabia"
    ),
)

GERMAN: Final = NameList(
    women=_spelled(
        "Baerbel=Bärbel Heike Annelie Joerdis=Jördis Katrin Ursula Greta Leonie Mathilde"
    ),
    men=_spelled(
        "Juergen=Jürgen Soeren=Sören Anton Goetz=Götz Florian Lukas Ruediger=Rüdiger Emil"
    ),
    surnames=_spelled(
        "Mueller=Müller Weiss=Weiß Schaefer=Schäfer Koehlbach=Köhlbach Gruenwald=Grünwald "
        "Bergstaedt=Bergstädt Loewenfels=Löwenfels Strasser=Straßer Tannhof Wiesinger"
    ),
)

POLISH: Final = NameList(
    women=_spelled(
        "Zofia Malgorzata=Małgorzata Agnieszka Bozena=Bożena Jagoda Wanda Kinga Lucja=Łucja"
    ),
    men=_spelled(
        "Lukasz=Łukasz Pawel=Paweł Michal=Michał Stanislaw=Stanisław Kacper Bartosz Jedrzej=Jędrzej"
    ),
    surnames=_spelled(
        "Wojcik=Wójcik Zielinski=Zieliński Laskowicz=Łaskowicz Brzozowicz Gorski=Górski "
        "Dabrowicz=Dąbrowicz Sliwa=Śliwa Zurawicz=Żurawicz Kaczmarz Jablonka=Jabłonka"
    ),
)

SWAHILI: Final = NameList(
    women=_spelled("Wanjiru Akinyi Njeri Makena Zawadi Adhiambo Imani Nyambura Kerubo Amani"),
    men=_spelled("Kamau Otieno Baraka Kipchumba Mwangi Juma Kiprono Wekesa Omondi Jabari"),
    surnames=_spelled(
        "Muthoni-Ngugi Ochieng Wafula Kiplagat Mutiso Barasa Gichuki Nyaga Makori Cheruto "
        "Odhiambo Simiyu Karanja Munyao"
    ),
)

ARABIC: Final = NameList(
    women=_spelled(
        "Layla=ليلى Fatima=فاطمة Noura=نورة Salma=سلمى Huda=هدى Amina=أمينة Yasmin=ياسمين "
        "Rania=رانيا Dalia=داليا Mariam=مريم Zainab=زينب Samira=سميرة Nadia=نادية Lubna=لبنى "
        "Hanan=حنان Reem=ريم Asma=أسماء Khadija=خديجة Iman=إيمان Shaima=شيماء Wafa=وفاء Ghada=غادة"
    ),
    men=_spelled(
        "Omar=عمر Khalid=خالد Youssef=يوسف Hassan=حسن Tariq=طارق Samir=سمير Faisal=فيصل "
        "Karim=كريم Nabil=نبيل Rashid=راشد Zayd=زيد Bilal=بلال Idris=إدريس Mahmoud=محمود "
        "Hamza=حمزة Salim=سليم Anas=أنس Walid=وليد Adil=عادل Ibrahim=إبراهيم Mansour=منصور "
        "Yasin=ياسين"
    ),
    surnames=_spelled(
        "Al_Salem=السالم Haddad=حداد El_Idrissi=الإدريسي Benali=بنعلي Darwish=درويش "
        "Al_Rashidi=الراشدي Najjar=نجار Sabbagh=صباغ Qasim=قاسم Shaheen=شاهين Barakat=بركات "
        "Hamdan=حمدان Mourad=مراد Saleh=صالح Tawfiq=توفيق Ziani=زياني Al_Khatib=الخطيب "
        "Jaber=جابر Rahal=رحال Attar=عطار Bakri=بكري Al_Nouri=النوري Mazari=مزاري Sukkari=سكري"
    ),
)

DEVANAGARI: Final = NameList(
    women=_spelled(
        "Priya=प्रिया Ananya=अनन्या Sunita=सुनीता Kavita=कविता Meera=मीरा Lakshmi=लक्ष्मी "
        "Anjali=अंजलि Pooja=पूजा Sita=सीता Rekha=रेखा Neha=नेहा Divya=दिव्या Shanti=शान्ति "
        "Nisha=निशा Radha=राधा Asha=आशा Usha=उषा Geeta=गीता Sarita=सरिता Maya=माया "
        "Smriti=स्मृति Jyoti=ज्योति"
    ),
    men=_spelled(
        "Aarav=आरव Rohan=रोहन Vikram=विक्रम Arjun=अर्जुन Suresh=सुरेश Manoj=मनोज Nikhil=निखिल "
        "Rajesh=राजेश Deepak=दीपक Anil=अनिल Prakash=प्रकाश Vishal=विशाल Kiran=किरण Sanjay=संजय "
        "Harish=हरीश Gopal=गोपाल Mohan=मोहन Siddharth=सिद्धार्थ Ramesh=रमेश Ashok=अशोक "
        "Dinesh=दिनेश Hemant=हेमन्त"
    ),
    surnames=_spelled(
        "Sharma=शर्मा Verma=वर्मा Gupta=गुप्ता Patel=पटेल Joshi=जोशी Mehta=मेहता Nair=नायर "
        "Rao=राव Iyer=अय्यर Kulkarni=कुलकर्णी Deshpande=देशपांडे Mishra=मिश्रा Thapa=थापा "
        "Gurung=गुरुङ Shrestha=श्रेष्ठ Tamang=तामाङ Adhikari=अधिकारी Chaudhary=चौधरी Bhatt=भट्ट "
        "Pandey=पाण्डेय Saxena=सक्सेना Trivedi=त्रिवेदी Karki=कार्की Chauhan=चौहान"
    ),
)

CHINESE: Final = NameList(
    women=_spelled(
        "Xiuying=秀英 Fang=芳 Na=娜 Lihua=丽华 Meiling=美玲 Yutong=雨桐 Xinyi=欣怡 Jing=静 "
        "Yan=燕 Xiaoli=晓丽 Shufen=淑芬 Yuxuan=雨萱 Mengyao=梦瑶 Siqi=思琪 Hong=红 Ruolan=若兰 "
        "Yalin=雅琳 Qiuyue=秋月 Lanying=兰英 Hui=慧"
    ),
    men=_spelled(
        "Wei=伟 Jianguo=建国 Minghao=明浩 Zhiqiang=志强 Haoran=浩然 Junjie=俊杰 Wenbo=文博 "
        "Tianyu=天宇 Yichen=奕辰 Guoqiang=国强 Jiahao=家豪 Zihan=子涵 Lei=磊 Peng=鹏 "
        "Chengyu=承宇 Haiming=海明 Yong=勇 Xiaodong=晓东 Zhenhua=振华 Bowen=博文"
    ),
    surnames=_spelled(
        "Wang=王 Li=李 Zhang=张 Liu=刘 Chen=陈 Yang=杨 Zhao=赵 Huang=黄 Zhou=周 Wu=吴 Xu=徐 "
        "Sun=孙 Hu=胡 Zhu=朱 Gao=高 Lin=林 He=何 Guo=郭 Ma=马 Luo=罗 Liang=梁 Song=宋 "
        "Zheng=郑 Xie=谢 Ouyang=欧阳"
    ),
)
