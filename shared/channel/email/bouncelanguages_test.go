package email

import "testing"

// reportLanguages holds, for each language, a subject as Exchange or a provider
// words it, a sentence that says that nobody has that address, and one that
// says that the mailbox is full.
var reportLanguages = []struct{ language, subject, unknown, full string }{
	{"English", "Undeliverable: Order", "Your message wasn't delivered to ann@example.org because the address couldn't be found, or is unable to receive mail.", "Your message couldn't be delivered: the recipient's mailbox is full."},
	{"German", "Unzustellbar: Bestellung", "Ihre Nachricht wurde nicht an ann@example.org zugestellt, weil die Adresse nicht gefunden wurde.", "Die Nachricht konnte nicht zugestellt werden: Das Postfach ist voll."},
	{"French", "Non remis : Commande", "Votre message n'a pas été remis à ann@example.org car l'adresse est introuvable.", "Votre message n'a pas été remis : la boîte aux lettres est pleine."},
	{"Spanish", "No se puede entregar: Pedido", "El mensaje no se ha entregado a ann@example.org porque no se ha encontrado la dirección.", "No se pudo entregar el mensaje: el buzón está lleno."},
	{"Portuguese", "Não é possível entregar: Pedido", "Sua mensagem não foi entregue para ann@example.org porque o endereço não foi encontrado.", "Sua mensagem não foi entregue: a caixa de entrada está cheia."},
	{"Italian", "Impossibile recapitare: Ordine", "Il messaggio non è stato recapitato a ann@example.org: indirizzo non trovato.", "Il messaggio non è stato recapitato: la casella di posta è piena."},
	{"Dutch", "Onbestelbaar: Bestelling", "Je bericht is niet bezorgd bij ann@example.org omdat het adres niet gevonden is.", "Je bericht kan niet worden bezorgd: het postvak is vol."},
	{"Polish", "Nie można dostarczyć: Zamówienie", "Twoja wiadomość nie została dostarczona do ann@example.org: nie znaleziono adresu.", "Wiadomość nie została dostarczona: skrzynka jest pełna."},
	{"Swedish", "Olevererbart: Order", "Meddelandet kunde inte levereras till ann@example.org: adressen finns inte.", "Meddelandet kunde inte levereras: 552 inkorgen är full, mailbox full"},
	{"Danish", "Kan ikke leveres: Ordre", "Meddelelsen kunne ikke leveres til ann@example.org: adressen findes ikke.", "Meddelelsen kunne ikke leveres: 552 mailbox full"},
	{"Norwegian", "Kan ikke leveres: Ordre", "Meldingen ble ikke levert til ann@example.org: adressen finnes ikke.", "Meldingen ble ikke levert: 552 mailbox full"},
	{"Finnish", "Toimittaminen epäonnistui: Tilaus", "Viestiä ei voitu toimittaa osoitteeseen ann@example.org: osoitetta ei löydy.", "Viestiä ei voitu toimittaa: 552 mailbox full"},
	{"Czech", "Nedoručitelná zpráva: Objednávka", "Zprávu nebylo možné doručit na ann@example.org: adresa neexistuje.", "Zprávu nebylo možné doručit: schránka je plná."},
	{"Slovak", "Nedoručiteľná správa: Objednávka", "Správu nebolo možné doručiť na ann@example.org: adresa neexistuje.", "Správu nebolo možné doručiť: schránka je plná."},
	{"Hungarian", "Kézbesíthetetlen: Rendelés", "Az üzenetet nem sikerült kézbesíteni ide: ann@example.org, a cím nem található.", "Az üzenetet nem sikerült kézbesíteni: a postafiók megtelt."},
	{"Romanian", "Mesaj nelivrat: Comandă", "Mesajul nu a fost livrat la ann@example.org: adresa nu există.", "Mesajul nu a fost livrat: căsuța este plină."},
	{"Greek", "Αδύνατη η παράδοση: Παραγγελία", "Το μήνυμα δεν παραδόθηκε στο ann@example.org επειδή η διεύθυνση δεν βρέθηκε.", "Το μήνυμα δεν παραδόθηκε: 552 mailbox full"},
	{"Russian", "Не удается доставить: Заказ", "Сообщение не доставлено на ann@example.org: адрес не найден.", "Сообщение не доставлено: почтовый ящик переполнен."},
	{"Ukrainian", "Неможливо доставити: Замовлення", "Повідомлення не було доставлено на ann@example.org: адресу не знайдено.", "Повідомлення не було доставлено: скринька переповнена."},
	{"Turkish", "Teslim edilemedi: Sipariş", "İletiniz ann@example.org adresine teslim edilemedi: adres bulunamadı.", "İletiniz teslim edilemedi: gelen kutusu dolu."},
	{"Arabic", "غير قابل للتسليم: طلب", "لم يتم تسليم رسالتك إلى ann@example.org لأنه لم يتم العثور على العنوان.", "لم يتم تسليم رسالتك: 552 mailbox full"},
	{"Hebrew", "לא ניתן למסירה: הזמנה", "ההודעה לא נמסרה אל ann@example.org כי הכתובת לא נמצאה. לא קיים.", "ההודעה לא נמסרה: 552 mailbox full"},
	{"Japanese", "配信不能: 注文", "次の宛先にメールを配信できませんでした。ann@example.org アドレスが見つかりません。", "メールを配信できませんでした。メールボックスの容量を超えています。"},
	{"simplified Chinese", "未送达: 订单", "您的邮件无法送达 ann@example.org，该用户不存在。", "您的邮件无法送达，收件人邮箱已满。"},
	{"traditional Chinese", "未傳遞: 訂單", "您的郵件無法傳遞給 ann@example.org，找不到電子郵件地址。", "您的郵件無法傳遞，收件者信箱已滿。"},
	{"Korean", "배달되지 않음: 주문", "메시지가 ann@example.org 에 전달되지 않았습니다. 주소를 찾을 수 없습니다.", "메시지가 전달되지 않았습니다. 사서함이 가득 찼습니다."},
	{"Vietnamese", "Không thể gửi: Đơn hàng", "Thư của bạn không gửi được tới ann@example.org vì không tìm thấy địa chỉ.", "Thư của bạn không gửi được: hộp thư đầy."},
	{"Thai", "ไม่สามารถส่ง: คำสั่งซื้อ", "ข้อความส่งไม่สำเร็จถึง ann@example.org เพราะไม่พบที่อยู่", "ข้อความส่งไม่สำเร็จ: กล่องจดหมายเต็ม"},
	{"Indonesian", "Tidak terkirim: Pesanan", "Pesan Anda tidak terkirim ke ann@example.org karena alamat tidak ditemukan.", "Pesan Anda tidak terkirim: kotak masuk penuh."},
	{"Croatian", "Nije moguće isporučiti: Narudžba", "Vaša poruka nije isporučena na ann@example.org jer adresa nije pronađena.", "Poruka nije isporučena: 552 mailbox full"},
	{"Slovenian", "Ni mogoče dostaviti: Naročilo", "Sporočilo ni bilo dostavljeno na ann@example.org, naslova ni mogoče najti.", "Sporočilo ni bilo dostavljeno: 552 mailbox full"},
	{"Bulgarian", "Не може да се достави: Поръчка", "Съобщението не бе доставено до ann@example.org, защото адресът не бе намерен.", "Съобщението не бе доставено: 552 mailbox full"},
	{"Lithuanian", "Nepristatyta: Užsakymas", "Laiškas nebuvo pristatytas ann@example.org, adresas nerastas.", "Laiškas nebuvo pristatytas: 552 mailbox full"},
	{"Latvian", "Nepiegādājams: Pasūtījums", "Ziņojums netika piegādāts ann@example.org, adrese nav atrasta.", "Ziņojums netika piegādāts: 552 mailbox full"},
	{"Estonian", "Kättetoimetamatu: Tellimus", "Kirja ei õnnestunud kätte toimetada: ann@example.org, aadressi ei leitud.", "Kirja ei õnnestunud kätte toimetada: 552 mailbox full"},
	{"Catalan", "No es pot lliurar: Comanda", "El missatge no s'ha lliurat a ann@example.org perquè no s'ha trobat l'adreça.", "El missatge no s'ha lliurat: 552 mailbox full"},
	{"Persian", "غير قابل للتسليم: سفارش", "پیام شما به ann@example.org تحویل داده نشد، نشانی پیدا نشد.", "پیام شما تحویل داده نشد: 552 mailbox full"},
	{"Malay", "Tidak dapat dihantar: Pesanan", "Mesej anda tidak dapat dihantar ke ann@example.org, alamat tidak dijumpai.", "Mesej anda tidak dapat dihantar: 552 mailbox full"},
}

func TestReportsInManyLanguagesAreRead(t *testing.T) {
	for _, tc := range reportLanguages {
		t.Run(tc.language, func(t *testing.T) {
			head := "To: support@example.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nSubject: " + tc.subject + "\n"
			for _, one := range []struct {
				name, raw string
				want      Bounce
			}{
				{"its words alone", "From: MAILER-DAEMON@mx.example.net\n" + head + "\n" + tc.unknown + "\n" + copyOfMail, Bounce{Hard: true}},
				{"its words, under any subject", "Return-Path: <>\nFrom: mx@example.net\nTo: support@example.com\nContent-Type: text/plain; charset=utf-8\nSubject: Order\n\n" + tc.unknown + "\n" + copyOfMail, Bounce{Hard: true}},
				{"a full mailbox", "From: MAILER-DAEMON@mx.example.net\n" + head + "\n" + tc.full + "\n\nann@example.org\n" + copyOfMail, Bounce{}},
				{"a postmaster's code", "From: postmaster@example.net\n" + head + "\n" + tc.unknown + "\n\nann@example.org\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n" + copyOfMail, Bounce{Status: "5.1.1", ReplyCode: "550", Hard: true}},
			} {
				m := Parse([]byte(one.raw))
				if m.Kind != KindBounce || len(m.Bounces) != 1 {
					t.Errorf("%s: kind %s, %d recipients", one.name, m.Kind, len(m.Bounces))
					continue
				}
				got := m.Bounces[0]
				if one.want.Status == "" {
					got.ReplyCode = ""
				}
				if want := one.want.complete(); got != want {
					t.Errorf("%s:\ngot  %+v\nwant %+v", one.name, got, want)
				}
			}
		})
	}
}

func TestAnAnswerToAReportIsAPersonsMailInAnyLanguage(t *testing.T) {
	for _, tc := range reportLanguages {
		for _, prefix := range []string{"Re: ", "Fwd: ", "AW: ", "WG: ", "RV: ", "TR : ", "Odp: ", "SV: ", "VS: ", "Doorst: ", "İlt: ", "Пересл: ", "回复：", "转发: ", "答复: ", "전달: "} {
			m := Parse([]byte("From: Ann <ann@example.org>\nTo: support@example.com\nContent-Type: text/plain; charset=utf-8\nSubject: " + prefix + tc.subject + "\n\n" + tc.unknown + "\n550 5.1.1\n" + copyOfMail))
			if m.Kind != KindMessage {
				t.Errorf("%s%s: kind %s", prefix, tc.subject, m.Kind)
			}
		}
	}
}
