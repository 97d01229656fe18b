package githubsim

// cast lists the people of the sample: login, name, zone, job, home domain and,
// for some, what sets them apart. All of them are made up. The job (product,
// engineer, researcher, outside) decides what they do and is told nowhere.
const cast = `
mirelle-oduya|Mirelle Oduya|lagos|product|docs|mover viewer
tomasz-wrobelek|Tomasz Wróbelek|berlin|product|docs|mover
anjali-deshrao|Anjali Deshrao|india|product|nlp|mover
yuki-harunaga|春永 由紀|tokyo|product|docs|mover
leonor-quintavale|Leonor Quintavale|paris|product|evaluation|trusted
sefa-talanoa|Sefa Talanoa|auckland|product|docs|
dilnoza-rashidqulova|Dilnoza Rashidqulova|istanbul|product|data|invited
kwabena-asirifi|Kwabena Asirifi|london|product|safety|mover
noor-alhadidi|نور الحديدي|cairo|product|nlp|
ingrid-solvangen|Ingrid Solvangen|berlin|product|evaluation|was:isolvangen
rafa-montenegrino|Rafael Montenegrino|saopaulo|product|docs|stalled
priscilla-achterberg|Priscilla Achterberg|paris|product|serving|
hemi-parata-w|Hemi Parata|auckland|product|data|glanced
wen-zhirou|温芷柔|shanghai|product|safety|self
bogdan-irimescu|Bogdan Irimescu|berlin|engineer|kernels|
oluwaseyi-fagbemiro|Oluwaseyi Fagbemiro|lagos|engineer|kernels|
katri-lehtoranta|Katri Lehtoranta|istanbul|engineer|kernels|
minjun-baekso|백소 민준|tokyo|engineer|kernels|
darragh-ocorrain|Darragh Ó Corráin|london|engineer|kernels|
vaishnavi-kolhapure|Vaishnavi Kolhapure|india|engineer|kernels|
estefan-irureta|Estefan Irureta|paris|engineer|kernels|
xochi-tlapanco|Xóchitl Tlapanco|newyork|engineer|serving|
marius-ekstrand|Marius Ekstrand|berlin|engineer|serving|
thandeka-nyembezi|Thandeka Nyembezi|cairo|engineer|serving|
josh-winterbourne-k|Josh Winterbourne|pacific|engineer|serving|was:jwinterk
lin-meihuan|林美歡|singapore|engineer|serving|
radek-smolinari|Radek Smolinari|berlin|engineer|serving|
fatoumata-dialluna|Fatoumata Dialluna|paris|engineer|serving|mover
arash-mehrbanou|Arash Mehrbanou|tehran|engineer|serving|
celeste-aguinaldez|Celeste Aguinaldez|singapore|engineer|serving|
pekka-virkajarvi|Pekka Virkajärvi|istanbul|engineer|training|
samira-belkhodja|Samira Belkhodja|paris|engineer|training|
gustavo-pirajui|Gustavo Pirajuí|saopaulo|engineer|training|
eun-ji-somang|Eun-ji Somang|tokyo|engineer|training|
noah-adeyinkola|Noah Adeyinkola|newyork|engineer|training|
zofia-krzemien|Zofia Krzemień|berlin|engineer|training|
tuan-quochuy|Tuấn Quốc Huy|singapore|engineer|training|
imogen-fairweather-l|Imogen Fairweather|london|engineer|training|
bilal-cheemazai|Bilal Cheemazai|india|engineer|training|
ananda-wijesooriya-k|Ananda Wijesooriya|india|engineer|safety|
hanneke-vandersloot|Hanneke van der Sloot|paris|engineer|safety|
malik-toure-bello|Malik Touré-Bello|lagos|engineer|safety|
svetla-dragoeva|Svetla Dragoeva|istanbul|engineer|safety|
jonah-makepeace|Jonah Makepeace|newyork|engineer|safety|left
aroha-tewhata|Aroha Te Whata|auckland|engineer|safety|
dimitra-kallergi-p|Dimitra Kallergi|cairo|engineer|evaluation|
prosper-umuhoza|Prosper Umuhoza|nairobi|engineer|evaluation|
shira-benvenisto|שירה בנבניסטו|istanbul|engineer|evaluation|
callum-strathdearn|Callum Strathdearn|london|engineer|evaluation|
ximena-huaranga|Ximena Huaranga|newyork|engineer|evaluation|
dorji-wangmolhamo|Dorji Wangmolhamo|nepal|engineer|nlp|mover
matilde-corvaglia|Matilde Corvaglia|paris|engineer|nlp|
okonjo-ebere|Ebere Okonjo-Ilesa|lagos|engineer|nlp|
viggo-thorsager|Viggo Thorsager|berlin|engineer|nlp|was:viggothor
mahnoor-sialvi|Mahnoor Sialvi|india|engineer|nlp|
teuila-faleolo|Teuila Faleolo|auckland|engineer|nlp|
parwiz-noorullah|Parwiz Noorullah|tehran|engineer|data|
greta-ostermund|Greta Ostermund|berlin|engineer|data|
kofi-amponsem|Kofi Amponsem|london|engineer|data|
saule-zhaksybek|Säule Zhaksybek|india|engineer|data|
lucien-marchebourg|Lucien Marchebourg|paris|engineer|data|
hinata-shirakumo|白雲 陽向|tokyo|engineer|docs|
brenna-calloway-r|Brenna Calloway|pacific|engineer|docs|left
adaeze-nwokafor|Adaeze Nwokafor|lagos|researcher|evaluation|
henrik-falkenrud|Henrik Falkenrud|berlin|researcher|evaluation|mover
liangyu-shen-q|沈良羽|shanghai|researcher|training|
beatriz-salgueiro-n|Beatriz Salgueiro|saopaulo|researcher|training|
youssef-tamzali|Youssef Tamzali|cairo|researcher|safety|
ellen-kirkegaard-s|Ellen Kirkegaard|berlin|researcher|safety|
raghav-thirumalai|Raghav Thirumalai|india|researcher|nlp|
mwende-kilonzo-a|Mwende Kilonzo|nairobi|researcher|nlp|
claude-marchetti|Claude Marchetti|paris|researcher|data|
seung-hwa-noryang|Seung-hwa Noryang|tokyo|researcher|kernels|
freyja-audunsdottir|Freyja Auðunsdóttir|london|researcher|kernels|
pixelheron|Oksana Vyshnyvets|istanbul|outside|docs|
tinkerfern||newyork|outside|serving|
jorge-alcaravan|Jorge Alcaraván|newyork|outside|nlp|
cobaltmoth|Ramesh Vaidyanarayan|india|outside|kernels|
quietgrebe|Sanne Lindqvist-Boer|berlin|outside|training|
nightloom-dev||pacific|outside|data|
mbalenhle-c|Mbalenhle Cebekhulu|cairo|outside|evaluation|
driftwoodcat|Tiago Varandas|saopaulo|outside|docs|
stonefruit42||london|outside|serving|
huaqiao-wen|闻花桥|shanghai|outside|kernels|
lampblack-ink|Aurélie Sabourdin|paris|outside|safety|
gravelroad-dev|Wade Hutchersen|newyork|outside|docs|
olive-tarsier|Puteri Nurhaliza|singapore|outside|data|
sparrowhawk-io|Emre Yıldıztepe|istanbul|outside|nlp|
third-tuesday||berlin|outside|docs|
kestrelworks|Naledi Motsumi|cairo|outside|serving|
umbra-lichen|Piotr Zagrodnik|berlin|outside|training|
maplequartz|Genevieve Tranbarger|newyork|outside|docs|
rustyanchor9||auckland|outside|kernels|
saffron-byte|Darya Farrokhzadeh|tehran|outside|nlp|
littoral-zone|Ifeoma Chukwuneta|lagos|outside|evaluation|
paperboat-jp|紙舟 海斗|tokyo|outside|data|
bogmyrtle||london|outside|docs|
halfmoonbay-x|Cheng Ruixiang|pacific|outside|safety|
glasswing-lab|Petra Novotinská|berlin|outside|evaluation|
`
