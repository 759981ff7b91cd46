"""Teaches the second output of visual.onnx: whether a line is in Arabic, Thai or Cyrillic script. Writes visual_other.npz.

    python visual_teach.py PP-OCRv6_rec_small.onnx

Lines are drawn by chance from the bundled fonts on grounds with waves and strokes, made coarse, blurred, noisy and compressed; no picture
of a document takes part. Needs the packages numpy, onnx, onnxruntime, opencv-python-headless, pillow (with raqm) and fonttools.
"""
import numpy as np, cv2, io, os
from PIL import Image, ImageDraw, ImageFont
from fontTools.ttLib import TTFont
D=os.path.join(os.path.dirname(os.path.abspath(__file__)),'..','fonts','')
LATIN=['Condensed-Bold.ttf','Condensed-Medium.ttf','CourierPrime-Regular.otf','Garamond-Regular.ttf','Garamond-Italic.ttf','Inscription-SemiBold.ttf','Mono-Regular.ttf','NotoSans-Bold.ttf','NotoSans-Italic.ttf','NotoSans-Regular.ttf','NotoSerif-Bold.ttf','NotoSerif-Regular.ttf','OCRB.otf','Slab-Medium.ttf','ThaiSarabun-Bold.ttf','ThaiSarabun-Regular.ttf']
CYR=['Mono-Regular.ttf','NotoSans-Bold.ttf','NotoSans-Italic.ttf','NotoSans-Regular.ttf','NotoSerif-Bold.ttf','NotoSerif-Regular.ttf']
ARA=['ArabicNaskh-Bold.ttf','ArabicNaskh-Regular.ttf','HandArabic.ttf','NotoSansArabic-Regular.ttf']
THAI=['HandThai.ttf','NotoSansThai-Regular.ttf','ThaiSarabun-Bold.ttf','ThaiSarabun-Regular.ttf']
CN=['ChineseSong-subset.ttf','NotoSansSC-subset.otf']
_f={};_c={}
def font(n,s):
    if (n,s) not in _f: _f[n,s]=ImageFont.truetype(D+n,s)
    return _f[n,s]
def cover(n):
    if n not in _c: _c[n]=set(TTFont(D+n).getBestCmap())
    return _c[n]
def render(r,text,fn):
    px=int(r.integers(40,72)); f=font(fn,px)
    b=f.getbbox(text); w,h=b[2]-b[0],b[3]-b[1]
    if w<2 or h<2 or w>6000: return None
    dark=r.uniform(0,90); ink=np.clip(dark+r.normal(0,14,3),0,130)
    base=np.clip(r.uniform(175,250)+r.normal(0,14,3),150,255)
    M=90; W,H=w+2*M,h+2*M
    mask=Image.new('L',(W,H),0); ImageDraw.Draw(mask).text((M-b[0],M-b[1]),text,font=f,fill=255)
    a=np.asarray(mask,np.float32)/255
    bg=np.tile(base.astype(np.float32),(H,W,1))
    yy,xx=np.mgrid[0:H,0:W].astype(np.float32)
    for _ in range(int(r.integers(0,4))):
        k=r.uniform(.05,.9);th=r.uniform(0,3.14);am=r.uniform(5,35);wob=r.uniform(0,6)*np.sin(yy*r.uniform(.01,.06))
        s=np.sin((xx*np.cos(th)+yy*np.sin(th)+wob)*k); line=(s>r.uniform(-.2,.8)) if r.random()<.6 else (s+1)/2
        bg-=am*line[...,None]*r.uniform(.3,1,3)
    for _ in range(int(r.integers(0,3))): # single curves
        pts=np.stack([np.linspace(0,W,20),r.uniform(0,H)+r.uniform(2,30)*np.sin(np.linspace(0,r.uniform(2,20),20))],1).astype(np.int32)
        cv2.polylines(bg,[pts],False,tuple(float(v) for v in base-r.uniform(15,70)),int(r.integers(1,4)),cv2.LINE_AA)
    op=r.uniform(.75,1)
    img=bg*(1-a[...,None]*op)+ink*a[...,None]*op
    # base line box: capitals of this font
    cap=f.getbbox('H') if 72 in cover(fn) else f.getbbox(text)
    top=M-b[1]+cap[1]; bot=M-b[1]+cap[3]; ch=max(8,bot-top)
    if 72 not in cover(fn) or r.random()<0.5:   # a box of the ink itself
        up=r.uniform(.05,.35);dn=r.uniform(.05,.35); y0=min(top,M)-up*ch; y1=max(bot,M+h)+dn*ch
    else: y0=top-r.uniform(.25,.55)*ch; y1=bot+r.uniform(.2,.45)*ch
    x0=M-r.uniform(.1,.6)*ch; x1=M+w+r.uniform(.1,.6)*ch
    y0,y1,x0,x1=[int(v) for v in (max(0,y0),min(H,y1),max(0,x0),min(W,x1))]
    img=img[y0:y1,x0:x1]
    # coarse scan
    capt=r.uniform(14,40); s=capt/ch
    if s<1: img=cv2.resize(img,None,fx=s,fy=s,interpolation=cv2.INTER_AREA)
    if r.random()<.6: img=cv2.GaussianBlur(img,(0,0),r.uniform(.3,1.1))
    img=img+r.normal(0,r.uniform(0,7),img.shape)
    img=np.clip(img,0,255).astype(np.uint8)
    if r.random()<.15: img=np.repeat(cv2.cvtColor(img,cv2.COLOR_RGB2GRAY)[...,None],3,2)
    if r.random()<.8:
        ok,e=cv2.imencode('.jpg',img[...,::-1],[1,int(r.integers(55,95))]); img=cv2.imdecode(e,1)[...,::-1]
    return np.ascontiguousarray(img)
import sys,onnx,onnxruntime as ort
from visual_prepare import LATIN_1 as LATIN1,EXTENDED_A as EXTA,EXTENDED_B as EXTB
m=onnx.load(sys.argv[1])
ks=[q.value for q in m.metadata_props if q.key=='character'][0].split('\n')
m.graph.output.append(onnx.helper.make_tensor_value_info('p2o.pd_op.transpose.8.0',1,None))
so=ort.SessionOptions(); so.intra_op_num_threads=1
S=ort.InferenceSession(m.SerializeToString(),so)
def prep(img):
    h,w=img.shape[:2]; W=max(16,int(np.ceil(48*w/h)))
    return (cv2.resize(img,(W,48)).astype(np.float32).transpose(2,0,1)/127.5-1)[None]
UP=[c for c in LATIN1+EXTA+EXTB if c in set(ks) and c.isupper()]; LO=[c for c in LATIN1+EXTA+EXTB if c in set(ks) and c.islower()]
COMMONU='ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŤŢŪŮŰŲŹŻŽȘȚƠƯƏ'; COMMONL='àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþßāăąćčďđēėęěğģīįıķĺļľłńņňōőœŕřśşšťţūůűųźżžșțơưə'
def word(r,acc,case):
    n=int(r.integers(2,10)); s=''
    V='aeiouy';C='bcdfghjklmnpqrstvwxz'
    for i in range(n):
        if r.random()<acc:
            pool=COMMONL if r.random()<.75 else LO
            s+=pool[int(r.integers(len(pool)))]
        elif r.random()<.5: s+=C[int(r.integers(len(C)))]
        else: s+=V[int(r.integers(len(V)))]
    if case==0:
        return ''.join((c.upper() if len(c.upper())==1 else c) if c!='ı' else 'I' for c in s).replace('ß','S')
    if case==1: return (s[0].upper() if len(s[0].upper())==1 else s[0])+s[1:]
    return s
MON='JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split()
def latin(r):
    k=r.random()
    if k<.12: return '%02d %s %04d'%(r.integers(1,32),MON[int(r.integers(12))] if r.random()<.7 else MON[int(r.integers(12))]+'/'+MON[int(r.integers(12))],r.integers(1930,2040))
    if k<.18: return ['%02d.%02d.%04d','%02d/%02d/%04d','%02d-%02d-%04d'][int(r.integers(3))]%(r.integers(1,32),r.integers(1,13),r.integers(1930,2040))
    if k<.30: return ''.join('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[int(r.integers(36))] if r.random()<.45 else str(r.integers(10)) for _ in range(int(r.integers(5,13))))
    acc=r.choice([0,.08,.25,.5]); case=int(r.choice([0,0,0,1,1,2]))
    ws=[word(r,acc,case) for _ in range(int(r.integers(1,4)))]
    s=ws[0]
    for w in ws[1:]: s+=r.choice([' ',' ',' ','-',', ',"'",'. '])+w
    if r.random()<.08: s+=' %d'%r.integers(1,300)
    return s
def text(r,kind):
    if kind=='latin': return latin(r),LATIN[int(r.integers(len(LATIN)))]
    fn={'thai':THAI,'ara':ARA,'cyr':CYR,'cn':CN}[kind]; fn=fn[int(r.integers(len(fn)))]
    if kind=='thai':
        C=[chr(c) for c in range(0xe01,0xe2f)];V='ะัาำิีึืุู';L='เแโใไ';T='่้๊๋์'
        s=''
        for _ in range(int(r.integers(2,12))):
            if r.random()<.3: s+=L[int(r.integers(5))]
            s+=C[int(r.integers(len(C)))]
            if r.random()<.6: s+=V[int(r.integers(len(V)))]
            if r.random()<.25: s+=T[int(r.integers(5))]
            if r.random()<.1: s+=' '
        return s,fn
    if kind=='ara':
        A='ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآؤئ'
        return ' '.join(('ال' if r.random()<.3 else '')+''.join(A[int(r.integers(len(A)))] for _ in range(int(r.integers(2,8)))) for _ in range(int(r.integers(1,5)))),fn
    if kind=='cyr':
        A='абвгдежзийклмнопрстуфхцчшщъыьэюя'; B='БГДЖЗИЙЛПФЦЧШЩЫЬЭЮЯ'
        up=r.random()<.6; out=[]
        for _ in range(int(r.integers(1,4))):
            w=''.join(A[int(r.integers(len(A)))] for _ in range(int(r.integers(3,10))))
            out.append(w.upper() if up else w.capitalize())
        return ' '.join(out),fn
    if kind=='cn':
        c=sorted(x for x in cover(fn) if 0x4e00<=x<0xa000)
        return ''.join(chr(c[int(r.integers(len(c)))]) for _ in range(int(r.integers(2,9)))),fn
def main(seed,counts,out):
    r=np.random.default_rng(seed); X=[];A=[];meta=[]
    jobs=[k for k,n in counts.items() for _ in range(n)]; r.shuffle(jobs)
    allow=set(ks)|{' '}
    for k in jobs:
        t,fn=text(r,k)
        cov=cover(fn)
        if k=='latin': t=''.join(c for c in t if ord(c) in cov and c in allow).strip()
        else: t=''.join(c for c in t if ord(c) in cov or c==' ')
        if not t: continue
        im=render(r,t,fn)
        if im is None: continue
        P,F=S.run(None,{'x':prep(im)})
        P,F=P[0],F[0]
        X.append(F.astype(np.float16)); meta.append((k,fn,t)); A.append(P.argmax(1).astype(np.int32))
    np.savez(out,X=np.concatenate(X),A=np.concatenate(A),L=np.array([len(x) for x in X]),meta=np.array(meta,dtype=object))
def load(f):
    z=np.load(f,allow_pickle=True); X=z['X'].astype(np.float32); e=np.cumsum(z['L']); s=e-z['L']
    M=np.stack([X[a:b].mean(0) for a,b in zip(s,e)])
    k=np.array([q[0] for q in z['meta']]); return M,k
for seed,n,out in((1,1.2,'train.npz'),(2,.2,'test.npz')):
    main(seed,dict(latin=int(5000*n),thai=int(600*n),ara=int(600*n),cyr=int(600*n),cn=int(400*n)),out)
M,k=load('train.npz'); T,kt=load('test.npz')
y=np.isin(k,['ara','thai','cyr']).astype(float)
mu=M.mean(0);sd=M.std(0)+1e-6
A=np.c_[(M-mu)/sd,np.ones(len(M))]; w=np.zeros(121)
for _ in range(30):
    p=1/(1+np.exp(-np.clip(A@w,-30,30))); H=(A*(p*(1-p)+1e-6)[:,None]).T@A+np.diag([1.]*120+[0]); w+=np.linalg.solve(H,A.T@(y-p)-np.r_[w[:-1],0])
W=w[:-1]/sd; b=w[-1]-(mu/sd)@w[:-1]
for n,Z,q in(('train',M,k),('test',T,kt)):
    s=1/(1+np.exp(-np.clip(Z@W+b,-30,30)))
    for c in sorted(set(q)): v=s[q==c]; print(n,c,len(v),'>.5 %.4f >.9 %.4f  mean %.3f'%((v>.5).mean(),(v>.9).mean(),v.mean()))
np.savez('visual_other.npz',w=W.astype(np.float32)[:,None],b=np.array([b],np.float32))
