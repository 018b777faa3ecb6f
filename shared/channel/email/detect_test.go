package email

import (
	"testing"

	"golang.org/x/text/encoding/htmlindex"
)

// undeclared is what people write, by the character set their programs wrote it
// in without a label.
type undeclaredText struct {
	charset string
	texts   []string
}

var undeclared = []undeclaredText{
	{"windows-1252", []string{"Grüße", "Größe und Farbe", "Merci, à bientôt", "Où est ma commande ?", "¿Dónde está mi pedido?", "Obrigado, não recebi nada até agora.", "På måndag", "Ich hätte gern die blaue, vielen Dank für Ihre schnelle Antwort. Mit freundlichen Grüßen", "That’s fine – thank you", "J’ai reçu le colis hier mais il était abîmé. Pouvez-vous m’en envoyer un autre ?", "Tack så mycket för hjälpen, vi ses på torsdag.", "50 €"}},
	{"windows-1251", []string{"Привет", "Спасибо", "Где мой заказ?", "Здравствуйте! Подскажите, пожалуйста, когда будет доставка?", "Добрий день, де моє замовлення?"}},
	{"koi8-r", []string{"Привет", "Спасибо", "Где мой заказ?", "Здравствуйте! Подскажите, пожалуйста, когда будет доставка?"}},
	{"windows-1250", []string{"Dziękuję bardzo", "Gdzie jest moje zamówienie? Proszę o szybką odpowiedź.", "Příliš žluťoučký kůň", "Dobrý den, děkuji za zprávu.", "Köszönöm szépen, megkaptam a csomagot. Üdvözlettel", "Şi ţara"}},
	{"iso-8859-2", []string{"Dziękuję bardzo", "Gdzie jest moje zamówienie? Proszę o szybką odpowiedź.", "Dobrý den, děkuji za zprávu, těším se."}},
	{"windows-1253", []string{"Καλημέρα", "Πού είναι η παραγγελία μου; Ευχαριστώ πολύ."}},
	{"windows-1254", []string{"Teşekkürler", "Siparişim nerede? İyi günler, sağlıcakla kalın."}},
	{"windows-1255", []string{"שלום", "איפה ההזמנה שלי? תודה רבה"}},
	{"windows-1256", []string{"مرحبا", "أين طلبي؟ شكرا جزيلا لكم"}},
	{"windows-874", []string{"สวัสดี", "สินค้าของฉันอยู่ที่ไหน ขอบคุณครับ"}},
	{"shift_jis", []string{"こんにちは", "ありがとう", "注文はどこですか?", "お世話になっております。山田です。注文した商品がまだ届きません。"}},
	{"euc-jp", []string{"こんにちは", "ありがとう", "注文はどこですか?", "お世話になっております。山田です。注文した商品がまだ届きません。"}},
	{"gb18030", []string{"你好", "谢谢", "我的订单在哪里?", "您好，我昨天下的订单还没有收到，请问什么时候可以发货？谢谢！"}},
	{"big5", []string{"你好", "謝謝", "我的訂單在哪裡?", "您好，我昨天下的訂單還沒有收到，請問什麼時候可以出貨？謝謝！"}},
	{"euc-kr", []string{"안녕하세요", "감사합니다", "제 주문은 어디에 있나요?", "안녕하세요. 어제 주문한 상품이 아직 도착하지 않았습니다. 확인 부탁드립니다."}},
}

// undeclaredMore was written after the first rules and mended them.
var undeclaredMore = []undeclaredText{
	{"windows-1252", []string{"Schönen Tag noch!", "Könnten Sie mir bitte die Rechnung zuschicken? Danke schön", "Bonne journée", "Le paiement a été refusé, que dois-je faire ?", "Até amanhã", "Necesito cambiar la dirección de envío, mañana no estaré.", "Perché non è arrivato? È già pagato", "Hej, jag vill ändra min beställning till två stycken.", "Hyvää päivää, missä tilaukseni on?", "Jeg har ikke fået min ordre på trods af at pengene er trukket", "I don’t think so…", "Café"}},
	{"windows-1251", []string{"Добрый вечер", "Да, конечно", "Хочу вернуть товар, он не подошел по размеру.", "Кога ще получа поръчката си? Благодаря"}},
	{"koi8-r", []string{"Добрый вечер", "Хочу вернуть товар, он не подошел по размеру."}},
	{"windows-1250", []string{"Witam, chciałbym zmienić adres dostawy.", "Kdy mi přijde zásilka? Díky moc", "Jó napot, mikor érkezik meg a rendelésem? Előre is köszönöm", "Pozdravljeni, kje je moje naročilo? Hvala že vnaprej", "Dobrý deň, kde je moja objednávka? Ďakujem"}},
	{"iso-8859-2", []string{"Witam, chciałbym zmienić adres dostawy.", "Kdy mi přijde zásilka? Díky moc za vaši pomoc"}},
	{"windows-1253", []string{"Γεια σας", "Θέλω να αλλάξω τη διεύθυνση αποστολής"}},
	{"windows-1254", []string{"Günaydın", "Merhaba, kargom ne zaman gelir? Şimdiden teşekkür ederim"}},
	{"windows-1255", []string{"בוקר טוב", "אני רוצה לבטל את ההזמנה"}},
	{"windows-1256", []string{"صباح الخير", "متى يصل الطلب؟ شكرا"}},
	{"windows-874", []string{"ขอบคุณมาก", "ต้องการเปลี่ยนที่อยู่จัดส่ง"}},
	{"shift_jis", []string{"お疲れ様です", "返品したいのですが、どうすればいいですか。", "よろしくお願いいたします。"}},
	{"euc-jp", []string{"お疲れ様です", "返品したいのですが、どうすればいいですか。", "よろしくお願いいたします。"}},
	{"gb18030", []string{"好的", "可以退货吗？尺寸不合适。", "请尽快回复，谢谢"}},
	{"big5", []string{"好的", "可以退貨嗎？尺寸不合適。", "請盡快回覆，謝謝"}},
	{"euc-kr", []string{"네", "반품하고 싶은데 어떻게 하나요?", "좋은 하루 되세요"}},
}

// undeclaredCheck was written last. Nobody looks at what goes wrong in it.
var undeclaredCheck = []undeclaredText{
	{"windows-1252", []string{"Vielen Dank für die schnelle Lieferung", "Ist das Gerät noch verfügbar?", "Je n’ai toujours pas reçu ma commande passée la semaine dernière.", "À demain", "El artículo llegó dañado", "¿Puedo cambiarlo por otro tamaño?", "Não consigo aceder à minha conta", "Quanto custa a expedição?", "Vorrei sapere perché è così caro", "Kan jeg få pengene tilbage? Varen er ødelagt", "Jag är väldigt nöjd med köpet!", "Tilaus on myöhässä, tämä ei käy päinsä", "Het is prima, één stuk graag"}},
	{"windows-1251", []string{"Как оформить возврат?", "Подтверждаю заказ, жду звонка", "Дякую, все отримав", "Не работает личный кабинет, помогите"}},
	{"koi8-r", []string{"Как оформить возврат?", "Подтверждаю заказ, жду звонка"}},
	{"windows-1250", []string{"Proszę o zwrot pieniędzy na konto", "Zboží dorazilo poškozené, žádám o výměnu", "Szeretném visszaküldeni a terméket", "Hvala, stiglo je već jučer. Želim još jedan", "Ešte raz ďakujem, všetko je v poriadku"}},
	{"iso-8859-2", []string{"Proszę o zwrot pieniędzy na konto", "Zboží dorazilo poškozené, žádám o výměnu", "Szeretném visszaküldeni a terméket"}},
	{"windows-1253", []string{"Πότε θα έρθει το δέμα;", "Ευχαριστώ"}},
	{"windows-1254", []string{"Ürün kırık geldi, değişim istiyorum", "İade nasıl yapılır?"}},
	{"windows-1255", []string{"מתי המשלוח יגיע?", "תודה"}},
	{"windows-1256", []string{"لم يصل الطرد بعد", "أريد استرجاع المال من فضلك"}},
	{"windows-874", []string{"ยังไม่ได้รับของเลยค่ะ", "คืนเงินได้ไหม"}},
	{"shift_jis", []string{"いつ届きますか？", "サイズを交換したいです。", "ありがとうございました"}},
	{"euc-jp", []string{"いつ届きますか？", "サイズを交換したいです。", "ありがとうございました"}},
	{"gb18030", []string{"什么时候能到？", "我想换一个大一点的尺码", "收到了，非常满意"}},
	{"big5", []string{"什麼時候能到？", "我想換一個大一點的尺碼", "收到了，非常滿意"}},
	{"euc-kr", []string{"언제 도착하나요?", "사이즈 교환하고 싶어요", "잘 받았습니다"}},
}

// detectAll tells how many of the texts are read as they were written.
func detectAll(t *testing.T, samples []undeclaredText, aloud bool) (right, of int) {
	t.Helper()
	for _, c := range samples {
		encoding, err := htmlindex.Get(c.charset)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range c.texts {
			content, err := encoding.NewEncoder().Bytes([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			of++
			found := detect(content)
			if found.decode(content) == text {
				right++
			} else if aloud {
				t.Logf("%s: %q read as %s: %q", c.charset, text, found.name, found.decode(content))
			}
		}
	}
	return right, of
}

func TestTextWithoutALabelIsReadInItsOwnCharacterSet(t *testing.T) {
	for _, c := range []struct {
		name    string
		samples []undeclaredText
		aloud   bool
		want    int
	}{
		{"the texts the rules were made on", undeclared, true, 59},
		{"those that mended them", undeclaredMore, true, 49},
		{"those nobody looked at", undeclaredCheck, false, 51},
	} {
		right, of := detectAll(t, c.samples, c.aloud)
		t.Logf("%s: %d of %d right", c.name, right, of)
		if right < c.want {
			t.Errorf("%s: %d of %d right, want %d", c.name, right, of, c.want)
		}
	}
}
