import time, collections
from tests.stories import looking, test_pages_matrix as m, windows
T=collections.Counter(); N=collections.Counter()
def wrap(mod,name):
    f=getattr(mod,name)
    def g(*a,**k):
        t=time.perf_counter()
        try: return f(*a,**k)
        finally: T[name]+=time.perf_counter()-t; N[name]+=1
    setattr(mod,name,g)
wrap(looking,'broken_rules'); wrap(m,'problems_of'); wrap(m,'lost_focus'); wrap(m,'load_all_pictures'); wrap(m.Album,'take'); wrap(windows.Window,'go')
from tests.stories.test_pages_matrix import *
def teardown_module():
    for k in T: print(k, round(T[k],1), N[k])
