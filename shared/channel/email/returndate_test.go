package email

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// returnCase is what an owner writes who goes away, and the day that it names.
type returnCase struct{ name, text, want string }

// returnCases are read as of Monday, 27 April 2026.
var returnCases = []returnCase{
	{"English: until, month first", "I am out of the office until May 5.", "2026-05-05"},
	{"English: until, day first", "I will be away until 5 June 2026.", "2026-06-05"},
	{"English: until a weekday and a date", "I am on leave until Friday, 8 May 2026, with no email.", "2026-05-08"},
	{"English: back beats until", "I am away until 8 May. I will be back in the office on Monday, May 11.", "2026-05-11"},
	{"English: from and to", "I am on vacation from 1 to 14 August.", "2026-08-14"},
	{"English: from and to with months", "I am on vacation from August 1st to August 14th, 2026.", "2026-08-14"},
	{"English: a range with a dash", "Out of office 4 – 8 May 2026", "2026-05-08"},
	{"English: returning in brackets", "Ann is out of the office (returning 05/13/2026)", "2026-05-13"},
	{"English: a date of which one reading is over", "Back on 01/05/2026", "2026-05-01"},
	{"English: a date with two readings", "Back on 06/05/2026", ""},
	{"English: a weekday alone", "I will be back on Thursday.", "2026-04-30"},
	{"English: next Monday", "I'm back next Monday.", "2026-05-04"},
	{"English: tomorrow", "I will be back tomorrow.", "2026-04-28"},
	{"English: office hours are no return", "Our office is open again Monday to Friday.", ""},
	{"English: calls that are returned", "I will return your call as soon as I can. Until further notice call Bo.", ""},
	{"English: a date that has nothing to do with it", "Our new address is valid from 1 June 2026. I am away.", ""},
	{"English: over for a week", "I am away until April 20.", ""},
	{"English: over for a year", "I am away until May 5, 2025.", ""},
	{"English: wrapped lines", "I am out of the office and will return on\nWednesday,\nMay 6, 2026.", "2026-05-06"},
	{"English: ISO", "Away until 2026-05-08", "2026-05-08"},
	{"German: until", "Ich bin bis einschließlich 8. Mai 2026 nicht im Büro.", "2026-05-08"},
	{"German: from and until", "Ich bin vom 04.05. bis zum 15.05.2026 im Urlaub.", "2026-05-15"},
	{"German: back from", "Ab dem 18. Mai bin ich wieder für Sie da.", "2026-05-18"},
	{"German: start of the leave", "Ich bin ab dem 4. Mai im Urlaub.", ""},
	{"German: leave and return", "Ich bin ab dem 4. Mai im Urlaub und ab dem 18. Mai wieder erreichbar.", "2026-05-18"},
	{"German: a weekday", "Am Donnerstag bin ich wieder zurück am Platz. Ich bin bis Mittwoch unterwegs.", "2026-04-29"},
	{"German: March", "Ich bin bis 12. März 2027 in Elternzeit.", "2027-03-12"},
	{"French: until", "Je suis absent jusqu'au 5 mai 2026 inclus.", "2026-05-05"},
	{"French: until with a curly apostrophe", "Je suis absente jusqu’au mardi 12 mai.", "2026-05-12"},
	{"French: back", "Je serai de retour le 1er juin 2026.", "2026-06-01"},
	{"French: from and to", "Je suis en congé du 3 au 21 août 2026.", "2026-08-21"},
	{"Spanish: until", "Estaré fuera de la oficina hasta el 9 de mayo de 2026.", "2026-05-09"},
	{"Spanish: back", "Regreso el lunes 11 de mayo.", "2026-05-11"},
	{"Spanish: from and to", "Estoy de vacaciones del 1 al 15 de agosto.", "2026-08-15"},
	{"Portuguese: until", "Estou de férias até 15 de maio de 2026.", "2026-05-15"},
	{"Portuguese: until the day", "Estarei ausente até o dia 20/05/2026.", "2026-05-20"},
	{"Portuguese: back", "Retorno em 18 de maio.", "2026-05-18"},
	{"Italian: until", "Sono assente fino al 10/05/2026.", "2026-05-10"},
	{"Italian: back", "Rientrerò lunedì 11 maggio 2026.", "2026-05-11"},
	{"Catalan: until", "Estic de vacances fins al 15 de maig de 2026.", "2026-05-15"},
	{"Dutch: until", "Ik ben afwezig tot en met 11 mei 2026.", "2026-05-11"},
	{"Dutch: back", "Vanaf maandag 18 mei ben ik weer aanwezig.", "2026-05-18"},
	{"Swedish: until", "Jag är på semester till och med 15 maj 2026.", "2026-05-15"},
	{"Swedish: back", "Jag är tillbaka den 18 maj.", "2026-05-18"},
	{"Danish: until", "Jeg er på ferie til og med den 15. maj 2026.", "2026-05-15"},
	{"Danish: back", "Jeg er tilbage mandag den 18. maj.", "2026-05-18"},
	{"Norwegian: back", "Jeg er tilbake på kontoret 18. mai 2026.", "2026-05-18"},
	{"Finnish: until", "Olen lomalla 15. toukokuuta asti.", "2026-05-15"},
	{"Finnish: until in numbers", "Olen lomalla 15.5.2026 saakka.", "2026-05-15"},
	{"Finnish: back", "Palaan töihin 18.5.2026.", "2026-05-18"},
	{"Estonian: until", "Olen puhkusel kuni 15. mai 2026.", "2026-05-15"},
	{"Latvian: until", "Esmu atvaļinājumā līdz 15.05.2026.", "2026-05-15"},
	{"Lithuanian: until", "Atostogauju iki 2026 m. gegužės 15 d.", "2026-05-15"},
	{"Polish: until", "Jestem na urlopie do 15 maja 2026.", "2026-05-15"},
	{"Polish: back", "Wracam 18 maja 2026 r.", "2026-05-18"},
	{"Polish: November", "Jestem nieobecna do dnia 5 listopada 2026.", "2026-11-05"},
	{"Czech: until", "Jsem na dovolené do 15. května 2026.", "2026-05-15"},
	{"Czech: until with blanks", "Jsem mimo kancelář do 15. 5. 2026.", "2026-05-15"},
	{"Czech: July and not June", "Vrátím se 7. července 2026.", "2026-07-07"},
	{"Slovak: until", "Som na dovolenke do 15. mája 2026.", "2026-05-15"},
	{"Hungarian: until", "Szabadságon vagyok 2026. május 15-ig.", "2026-05-15"},
	{"Hungarian: until in numbers", "Szabadságon vagyok 2026.05.15-ig.", "2026-05-15"},
	{"Romanian: until", "Sunt în concediu până pe 15 mai 2026.", "2026-05-15"},
	{"Croatian: until", "Na godišnjem sam do 15. svibnja 2026.", "2026-05-15"},
	{"Croatian: July", "Na godišnjem sam do 15. srpnja 2026.", "2026-07-15"},
	{"Slovene: until", "Na dopustu sem do 15. maja 2026.", "2026-05-15"},
	{"Serbian: until", "На одмору сам до 15. маја 2026.", "2026-05-15"},
	{"Bulgarian: until", "В отпуска съм до 15 май 2026 г.", "2026-05-15"},
	{"Russian: until", "Я в отпуске до 15 мая 2026 г.", "2026-05-15"},
	{"Russian: from and to", "Нахожусь в отпуске с 4 по 15 мая 2026 года.", "2026-05-15"},
	{"Russian: back", "Вернусь 18 мая.", "2026-05-18"},
	{"Ukrainian: until", "Я у відпустці до 15 травня 2026 р.", "2026-05-15"},
	{"Greek: until", "Βρίσκομαι σε άδεια έως 15 Μαΐου 2026.", "2026-05-15"},
	{"Greek: back", "Θα επιστρέψω στις 18 Μαΐου.", "2026-05-18"},
	{"Turkish: until", "15 Mayıs 2026 tarihine kadar izindeyim.", "2026-05-15"},
	{"Turkish: until with an ending", "15 Mayıs'a kadar ofis dışındayım.", "2026-05-15"},
	{"Turkish: back", "18 Mayıs 2026 tarihinde ofise döneceğim.", "2026-05-18"},
	{"Arabic: until", "أنا في إجازة حتى 15 مايو 2026.", "2026-05-15"},
	{"Arabic: until in Arabic digits", "أنا خارج المكتب حتى ١٥ مايو ٢٠٢٦", "2026-05-15"},
	{"Arabic: back", "سأعود يوم 18 مايو 2026.", "2026-05-18"},
	{"Hebrew: until", "אני בחופשה עד 15 במאי 2026.", "2026-05-15"},
	{"Hebrew: until in numbers", "אני בחופשה עד ה-15.5.2026.", "2026-05-15"},
	{"Persian: until in Persian digits", "تا ۱۵ مه ۲۰۲۶ در مرخصی هستم.", "2026-05-15"},
	{"Hindi: back", "मैं 18 मई 2026 को वापस आऊँगा।", "2026-05-18"},
	{"Japanese: until", "5月7日まで休暇をいただいております。", "2026-05-07"},
	{"Japanese: until with a weekday", "2026年5月7日（木）まで不在にしております。", "2026-05-07"},
	{"Japanese: from and to", "4月29日から5月6日まで休業いたします。", "2026-05-06"},
	{"Japanese: back", "5月8日（金）より出社いたします。", "2026-05-08"},
	{"Japanese: until with a slash", "5/7（木）まで不在です。", "2026-05-07"},
	{"Japanese: until in wide digits", "５月７日まで不在です。", "2026-05-07"},
	{"Simplified Chinese: until", "我正在休假，到5月7日。", "2026-05-07"},
	{"Simplified Chinese: from and to", "本人于2026年5月1日至5月5日休假。", "2026-05-05"},
	{"Simplified Chinese: back", "我将于5月8日返回办公室。", "2026-05-08"},
	{"Traditional Chinese: back", "我將於5月8日回來上班。", "2026-05-08"},
	{"Korean: until", "5월 7일까지 휴가입니다.", "2026-05-07"},
	{"Korean: until with a weekday", "2026년 5월 7일(목)까지 부재중입니다.", "2026-05-07"},
	{"Korean: back", "5월 8일에 복귀합니다.", "2026-05-08"},
	{"Vietnamese: until", "Tôi nghỉ phép đến hết ngày 15 tháng 5 năm 2026.", "2026-05-15"},
	{"Vietnamese: until in numbers", "Tôi vắng mặt đến ngày 15/05/2026.", "2026-05-15"},
	{"Thai: until in the Buddhist era", "ลาพักร้อนถึงวันที่ 15 พฤษภาคม 2569", "2026-05-15"},
	{"Thai: until in Thai digits", "ไม่อยู่ที่สำนักงานจนถึงวันที่ ๑๕ พฤษภาคม ๒๕๖๙", "2026-05-15"},
	{"Indonesian: until", "Saya sedang cuti hingga 15 Mei 2026.", "2026-05-15"},
	{"Indonesian: back", "Saya akan kembali pada tanggal 18 Mei 2026.", "2026-05-18"},
	{"a whole note: English", "Hello,\n\nThank you for your email. I'm currently on parental leave and will be returning to work on 7 September 2026. I have no access to my inbox.\n\nIf your request can't wait, please call +1 555 0100 or write to bo@example.net, who is in until 30 April.\n\nKind regards\nAnn", "2026-09-07"},
	{"a whole note: English with days and hours", "Thanks for your message. I'm out of office Monday 4/27 - Friday 5/1 and will respond when I'm back on Monday, 5/4.", "2026-05-04"},
	{"a whole note: English of a shop", "Our office is closed for the holidays. We will reopen on Tuesday, May 5th at 9.00 am.", "2026-05-05"},
	{"a whole note: English of a traveller", "I'm travelling this week with patchy internet - expect slow answers through May 3rd. Urgent? Ring Bo, +1 555 0101.", "2026-05-03"},
	{"a whole note: English, inclusive", "I am on annual leave between Friday 1st May and Sunday 10th May inclusive.", "2026-05-10"},
	{"a whole note: German", "Sehr geehrte Damen und Herren,\n\nvielen Dank für Ihre Nachricht. Ich bin derzeit nicht im Haus und ab Montag, dem 11.05.2026, wieder für Sie erreichbar. Ihre E-Mail wird nicht weitergeleitet.\n\nIn dringenden Fällen wenden Sie sich bis dahin an Herrn Bo, Telefon +1 555 0102.\n\nMit freundlichen Grüßen\nAnn", "2026-05-11"},
	{"a whole note: German in short", "Bin bis Do., 30.4., unterwegs. VG Ann", "2026-04-30"},
	{"a whole note: German with a range in the subject", "Urlaub 27.04.–08.05.2026\n\nIch lese meine Mails in dieser Zeit nicht.", "2026-05-08"},
	{"a whole note: German, the last day", "Mein letzter Urlaubstag ist der 8. Mai. Am 11. Mai melde ich mich zurück.", "2026-05-11"},
	{"a whole note: French", "Bonjour,\n\nActuellement en congés, je prendrai connaissance de votre message à mon retour, le lundi 11 mai 2026.\n\nEn cas d'urgence, contactez Bo au +1 555 0103.\n\nCordialement", "2026-05-11"},
	{"a whole note: French from and to", "Je suis absente du bureau du lundi 27 avril au vendredi 8 mai inclus.", "2026-05-08"},
	{"a whole note: Spanish", "Buenos días:\n\nMe encuentro de vacaciones del 27 de abril al 10 de mayo, ambos inclusive. Atenderé su correo a mi regreso.\n\nSaludos", "2026-05-10"},
	{"a whole note: Spanish, back", "Estoy fuera y me reincorporaré el próximo 11/05/2026. Gracias.", "2026-05-11"},
	{"a whole note: Portuguese", "Olá,\n\nEncontro-me ausente por motivo de férias, regressando no dia 11 de maio de 2026.\n\nObrigada", "2026-05-11"},
	{"a whole note: Portuguese in numbers", "Estarei fora do escritório entre os dias 27/04 e 08/05.", "2026-05-08"},
	{"a whole note: Italian", "Gentile mittente,\n\nsarò fuori ufficio dal 27 aprile all'8 maggio compresi. Per urgenze rivolgersi a Bo.\n\nCordiali saluti", "2026-05-08"},
	{"a whole note: Dutch", "Beste,\n\nBedankt voor uw mail. Van 27 april tot en met 8 mei ben ik met vakantie. Op maandag 11 mei ben ik er weer.\n\nGroet, Ann", "2026-05-11"},
	{"a whole note: Swedish", "Hej!\n\nJag är föräldraledig och åter i tjänst den 17 augusti 2026. Vid brådskande ärenden, ring växeln.", "2026-08-17"},
	{"a whole note: Norwegian", "Hei, jeg har ferie f.o.m. 27. april t.o.m. 8. mai. Hilsen Ann", "2026-05-08"},
	{"a whole note: Danish", "Tak for din mail. Jeg holder ferie og er tilbage på kontoret mandag d. 11/5.", "2026-05-11"},
	{"a whole note: Finnish", "Kiitos viestistäsi! Olen vapaalla 27.4.–8.5. ja palaan töihin maanantaina 11.5.", "2026-05-11"},
	{"a whole note: Polish", "Dzień dobry,\n\ndziękuję za wiadomość. W dniach 27.04–08.05.2026 przebywam na urlopie. Odpowiem po powrocie.", "2026-05-08"},
	{"a whole note: Polish, back", "Przebywam na zwolnieniu, do pracy wracam w poniedziałek 11 maja.", "2026-05-11"},
	{"a whole note: Czech", "Dobrý den, od 27. 4. do 8. 5. 2026 čerpám dovolenou. Zpět v kanceláři budu v pondělí 11. 5. 2026.", "2026-05-11"},
	{"a whole note: Hungarian", "Tisztelt Partnerünk! Április 27. és május 8. között szabadságon vagyok. Legközelebb május 11-én leszek elérhető.", "2026-05-11"},
	{"a whole note: Romanian", "Bună ziua, sunt în concediu în perioada 27 aprilie - 8 mai 2026. Revin la birou luni, 11 mai.", "2026-05-11"},
	{"a whole note: Greek", "Καλησπέρα, θα απουσιάζω από 27 Απριλίου έως και 8 Μαΐου 2026. Θα απαντήσω μόλις επιστρέψω.", "2026-05-08"},
	{"a whole note: Russian", "Добрый день!\n\nЯ нахожусь в ежегодном отпуске с 27.04.2026 по 08.05.2026 включительно. По срочным вопросам обращайтесь к Бо: +1 555 0104.", "2026-05-08"},
	{"a whole note: Russian, back", "Меня не будет в офисе, на рабочее место вернусь 11 мая 2026 г.", "2026-05-11"},
	{"a whole note: Ukrainian", "Вітаю! З 27 квітня по 8 травня перебуваю у відпустці, повертаюся 11 травня.", "2026-05-11"},
	{"a whole note: Bulgarian", "Здравейте, в отпуск съм от 27.04. до 08.05.2026 г. включително.", "2026-05-08"},
	{"a whole note: Turkish", "Merhaba, 27 Nisan - 8 Mayıs 2026 tarihleri arasında yıllık izinde olacağım. 11 Mayıs Pazartesi günü ofiste olacağım.", "2026-05-08"},
	{"a whole note: Arabic", "شكرا لرسالتكم. أنا في إجازة سنوية من 27 أبريل إلى 8 مايو 2026. سأرد عليكم عند عودتي.", "2026-05-08"},
	{"a whole note: Hebrew", "שלום, אני בחופשה בין התאריכים 27.4.2026 - 8.5.2026. אחזור למשרד ביום שני 11.5.2026.", "2026-05-11"},
	{"a whole note: Japanese", "お世話になっております。\n誠に勝手ながら、4月27日（月）〜5月8日（金）の間、休暇を取得しております。\n5月11日（月）以降に順次ご返信いたします。", "2026-05-08"},
	{"a whole note: Japanese of a shop", "弊社は下記の期間、ゴールデンウィーク休業とさせていただきます。\n2026年4月29日（水）～2026年5月6日（水）\n5月7日（木）より通常営業いたします。", "2026-05-07"},
	{"a whole note: Simplified Chinese", "您好！我于4月27日至5月8日出差，期间无法及时回复邮件，如有急事请致电+1 555 0105。", "2026-05-08"},
	{"a whole note: Traditional Chinese", "您好，我目前休假中，將於2026/05/11恢復上班，謝謝。", "2026-05-11"},
	{"a whole note: Korean", "안녕하세요. 4월 27일부터 5월 8일까지 휴가로 자리를 비웁니다. 5월 11일(월)부터 정상 근무합니다.", "2026-05-08"},
	{"a whole note: Vietnamese", "Xin chào, tôi đang nghỉ phép từ ngày 27/4 đến ngày 8/5/2026. Tôi sẽ quay lại làm việc vào ngày 11/5/2026.", "2026-05-11"},
	{"a whole note: Thai", "เรียน ท่านผู้ส่ง ดิฉันลาพักร้อนระหว่างวันที่ 27 เมษายน - 8 พฤษภาคม 2569 และจะกลับมาทำงานวันที่ 11 พฤษภาคม 2569", "2026-05-11"},
	{"a whole note: Indonesian", "Saya sedang cuti tahunan dari tanggal 27 April s.d. 8 Mei 2026 dan akan masuk kantor lagi pada 11 Mei 2026.", "2026-05-11"},
	{"more: English trap of hours", "Our hours are 9.30 to 17.00. I am away this week and back next Tuesday.", "2026-05-05"},
	{"more: English trap of a price", "Quotes from 12.5 to 14.8 % are valid. I am out of the office.", ""},
	{"more: English trap of a colleague", "I am away until 8 May. Bo, who is on leave until 22 May, cannot help either.", "2026-05-08"},
	{"more: English of the month alone", "I am on sabbatical until September 2026.", ""},
	{"more: English with the weekday in short", "OOO - back Wed 6 May", "2026-05-06"},
	{"more: English with an ordinal", "I'll be back at my desk on the 6th of May.", "2026-05-06"},
	{"more: English of a person who left", "I left the company on 31 March 2026. Please write to bo@example.net.", ""},
	{"more: English of an event", "I'm at a fair in Oslo through Friday and will reply then.", "2026-05-01"},
	{"more: English, first day back", "My first day back is Thursday, 14th May 2026.", "2026-05-14"},
	{"more: English, not until", "I won't be in until Mon 11 May.", "2026-05-11"},
	{"more: English signature", "I am on leave and return 4th June.\n\nAnn Example\nTel. +1 555 0106\nSince 1 May 2026 at our new address", "2026-06-04"},
	{"more: English American", "I will be out of the office starting 04/27/2026 and will not return until 05/18/2026.", "2026-05-18"},
	{"more: German Notes", "Ich werde ab 27.04.2026 nicht im Büro sein. Ich kehre zurück am 11.05.2026.", "2026-05-11"},
	{"more: German trap of hours", "Sie erreichen uns wieder ab 8.30 Uhr. Vom 30.04. bis 03.05. ist geschlossen.", "2026-05-03"},
	{"more: German next week", "Bin erst nächsten Montag wieder im Haus.", "2026-05-04"},
	{"more: German month alone", "Ich bin bis Ende Mai in Kur.", ""},
	{"more: Austrian January", "Bin bis 7. Jänner 2027 auf Urlaub.", "2027-01-07"},
	{"more: Swiss", "Ich bin vom 27. April bis und mit 8. Mai 2026 abwesend.", "2026-05-08"},
	{"more: French Canada", "Je suis à l'extérieur du bureau et serai de retour mardi le 5 mai.", "2026-05-05"},
	{"more: French numbers", "Absence du 27/04/2026 au 08/05/2026. Retour le 11/05/2026.", "2026-05-11"},
	{"more: French reprise", "Notre cabinet est fermé, réouverture le lundi 4 mai à 8 h 30.", "2026-05-04"},
	{"more: Spanish Mexico", "Estaré fuera de la oficina hasta nuevo aviso, regreso tentativo el miércoles 6 de mayo.", "2026-05-06"},
	{"more: Spanish with setiembre", "Vuelvo a la oficina el 1 de setiembre.", "2026-09-01"},
	{"more: Brazilian", "Estou em férias e retorno às atividades na segunda-feira, 11/05.", "2026-05-11"},
	{"more: Italian until weekday", "Sono fuori sede fino a giovedì.", "2026-04-30"},
	{"more: Italian Christmas", "Gli uffici riapriranno il 7 gennaio 2027.", "2027-01-07"},
	{"more: Dutch weekday", "Ik ben er donderdag weer.", "2026-04-30"},
	{"more: Flemish", "Ik ben met verlof van 27/04 t.e.m. 08/05.", "2026-05-08"},
	{"more: Swedish weekday", "Jag är ledig idag och åter på torsdag.", "2026-04-30"},
	{"more: Swedish numbers", "Semester 27/4–8/5. Åter 11/5.", "2026-05-11"},
	{"more: Norwegian until", "Eg er ute av kontoret til og med fredag 8. mai.", "2026-05-08"},
	{"more: Finnish weekday", "Olen poissa perjantaihin asti.", "2026-05-01"},
	{"more: Polish numbers", "Nieobecna w dn. 27.04-08.05.2026", "2026-05-08"},
	{"more: Polish until including", "Będę nieobecny do 8 maja włącznie.", "2026-05-08"},
	{"more: Czech until including", "Jsem nepřítomna do pátku 8. května včetně.", "2026-05-08"},
	{"more: Slovak back", "Som na dovolenke, vrátim sa 11. mája 2026.", "2026-05-11"},
	{"more: Hungarian back", "Május 11-től ismét elérhető vagyok.", "2026-05-11"},
	{"more: Romanian numbers", "Voi lipsi din birou în perioada 27.04.2026-08.05.2026.", "2026-05-08"},
	{"more: Croatian numbers", "Nisam u uredu do 08.05.2026. godine.", "2026-05-08"},
	{"more: Croatian October", "Na dopustu sam do 15. listopada 2026.", "2026-10-15"},
	{"more: Russian formal", "В период с 27.04.2026 г. по 10.05.2026 г. я буду отсутствовать на рабочем месте.", "2026-05-10"},
	{"more: Russian weekday", "Вернусь в понедельник.", "2026-05-04"},
	{"more: Ukrainian numbers", "Мене не буде в офісі до 08.05.2026 р.", "2026-05-08"},
	{"more: Turkish numbers", "08.05.2026 tarihine kadar yıllık izindeyim.", "2026-05-08"},
	{"more: Turkish back", "İzindeyim, 11 Mayıs'ta döneceğim.", "2026-05-11"},
	{"more: Greek numbers", "Θα λείπω μέχρι και τις 08/05/2026.", "2026-05-08"},
	{"more: Arabic slash", "سأكون خارج المكتب من 27/4/2026 إلى 8/5/2026", "2026-05-08"},
	{"more: Hebrew", "אחזור ביום ראשון, 10 במאי.", "2026-05-10"},
	{"more: Japanese formal", "5月11日（月）まで長期休暇を取得しており、メールの確認ができません。", "2026-05-11"},
	{"more: Japanese slash range", "【夏季休業】8/8（土）〜8/16（日）", "2026-08-16"},
	{"more: Japanese back", "復帰は5月11日の予定です。", "2026-05-11"},
	{"more: Chinese range with tilde", "本人4/27~5/8休假，请联系同事。", "2026-05-08"},
	{"more: Chinese back", "5月11日（周一）上班后回复您。", "2026-05-11"},
	{"more: Chinese weekday", "我下周一回来。", "2026-05-04"},
	{"more: Korean range", "2026.04.27 ~ 2026.05.08 휴가입니다.", "2026-05-08"},
	{"more: Korean range short", "4/27~5/8 휴가로 부재중입니다.", "2026-05-08"},
	{"more: Vietnamese", "Tôi sẽ trở lại làm việc vào thứ Hai, ngày 11 tháng 5.", "2026-05-11"},
	{"more: Thai", "ข้าพเจ้าจะกลับมาปฏิบัติงานในวันจันทร์ที่ 11 พ.ค. 2569", "2026-05-11"},
	{"more: Indonesian", "Kantor kami libur sampai dengan Senin, 4 Mei 2026.", "2026-05-04"},
	{"Malay: until", "Saya di luar pejabat sehingga 15 Ogos 2026.", "2026-08-15"},
}

func TestTheDayOfReturnIsReadInManyLanguages(t *testing.T) {
	cases := slices.Clone(returnCases)
	slices.SortFunc(cases, func(a, b returnCase) int { return strings.Compare(a.name, b.name) })
	var halves [2]tally
	for i, c := range cases {
		m := Parse([]byte("Auto-Submitted: auto-replied\nDate: Mon, 27 Apr 2026 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n" + c.text + "\n"))
		got := ""
		if at := m.AutoReply.ReturnDate; !at.IsZero() {
			got = at.Format(time.DateOnly)
		}
		if !halves[i%2].count(got == c.want) && i%2 == 0 {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	t.Logf("looked at %v, not looked at %v", halves[0], halves[1])
	if halves[1].right < returnFloor {
		t.Errorf("%d of those not looked at are right, %d were", halves[1].right, returnFloor)
	}
}

// returnFloor is how many of the texts that nobody looked at are read right.
const returnFloor = 95

func TestTheDayOfReturnCountsFromTheSendersDay(t *testing.T) {
	m := Parse([]byte("Auto-Submitted: auto-replied\nDate: Mon, 27 Apr 2026 23:30:00 -0700\n\nI will be back tomorrow.\n"))
	if got := m.AutoReply.ReturnDate.Format(time.DateOnly); got != "2026-04-28" {
		t.Errorf("it is %s", got)
	}
}

func FuzzReturnDate(f *testing.F) {
	for _, c := range returnCases {
		f.Add(c.text)
	}
	sent := time.Date(2026, 4, 27, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		at := returnDate(nil, text, sent)
		if !at.IsZero() && (at.Before(sent.Truncate(24*time.Hour)) || at.Sub(sent) > maxReturned) {
			t.Errorf("%q gives %v", text, at)
		}
	})
}

func FuzzAutoReply(f *testing.F) {
	for _, c := range slices.Concat(automaticAnswers, challenges, peopleOfAbsence) {
		f.Add(c.head, c.text)
	}
	f.Fuzz(func(t *testing.T, head, text string) {
		m := Parse([]byte(head + "\n\n" + text))
		if (m.Kind == KindAutoReply) != (m.AutoReply != nil) || m.AutoReply != nil && m.AutoReply.Evidence == "" {
			t.Errorf("kind %s with %+v", m.Kind, m.AutoReply)
		}
	})
}
