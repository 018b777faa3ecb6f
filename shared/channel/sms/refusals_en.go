package sms

var english = refusing{
	language: "en",
	words: map[string]string{
		"texts":   `te?xts?|te?xt messages?|messages?|mess?ages?|msgs?|sms|mms|alerts?|notifications?|updates?|promos?|promotions?|ads|calls|emails?|spam|crap|shit`,
		"texting": `te?xti?n?g?|txti?n?g?|messagi?n?g?e?|msgi?n?g?|contact(?:ing)?|call(?:ing)?|bother(?:ing)?|spam(?:ming)?|harass(?:ing)?|send(?:ing)?|bug(?:ging)?|annoy(?:ing)?|email(?:ing)?|solicit(?:ing)?|writ(?:e|ing)|blow(?:ing)? up|following up|follow up|reaching out|reach out|asking|receiving|getting|marketing`,
		"not":     `dont|do not|dnt|never|please no|no longer`,
		"polite":  `please|pls|plz|pleas|kindly|just|ok|okay|now|no|thanks|thank you|thx|ty|already|immediately|asap|sorry|hi|hello|hey|and|guys|actually|ugh|omg|so|but|then|dude|bro|not interested|im not interested|i am not interested`,
		"me":      `me|us|this number|this phone|my number|my phone|here`,
		"number":  `(?:my|this|our) (?:cell |phone |mobile |cellphone )?(?:number|num|phone|cell|info|information|data|contact)`,
		"halt":    `stop|unsubscribe|quit|revoke|opt out|optout|stopall`,
	},
	innocent: []string{
		`(?:dont|do not|dnt|cant|cannot|can not|couldnt|please never|(?:did|do|why did|why do|why have|if|have) (?:you|u|they)) (?:ever |please )*(?:stop|stopped|quit|cancel|remove|delete|unsubscribe|end|block|take|opt me out|leave)`,
		`(?:was|got|been|get|accidentally|am) (?:i )?(?:unsubscribed|opted out|unsubscribe)`,
		`(?:reply|replying|text|texting|send|sending|txt|answer|type|typing|respond|responding|say|write|press) (?:with |back )?(?:the word )?(?:stop|end|quit|cancel|unsubscribe|help)(?: (?:to|2|or) [^ \n]+(?: out)?)?`,
		`<not> <texting> <me> (?:the|a|an|that|my|your|until|before|after|when|while|if|till|yet|about|at)`,
		`wrong number of`,
		`(?:order|tracking|part|serial|model|card|account|confirmation) number`,
	},
	phrases: []string{
		// No more of them.
		`(?:stop|quit|cease|discontinue) (?:[^ \n#]+ ){0,2}<texting>`,
		`(?:stop|quit|end|cancel|discontinue|cease|no more|enough(?: with| of)?) (?:(?:all|the|these|those|this|my|any|your|future|further|with|w|of|text|marketing) )*<texts>`,
		`no <texts> <polite>`,
		`(?:cancel|end|stop) (?:my |this |the )?(?:subscription|enrollment)`,
		`(?:asked|told|said|asking|telling|begging) (?:you |u |ya |yall )?(?:guys )?(?:to )?(?:please )?stop`,
		`(?:texted|replied|sent|typed|wrote|said) (?:you )?stop`,
		`enough already|stop (?:this|that|the) (?:nonsense|bs|harassment|madness)`,
		`cease and desist`,
		// Nothing but a word, with courtesy or impatience.
		`^(?:(?:<polite>|(?:you|u) can|can you|could you|would you|will you|i said|you should|you need to|yes) )*(?:<halt>)(?: (?:<polite>|<halt>|it|this|these|them|that|end|me|cancel))*$`,
		`\A(?:<polite> )*(?:cancel|end|remove|enough|no more)(?: <polite>)*\z`,
		// Not to me.
		`<not> (?:you )?(?:ever |please |u |be )*<texting> (?:to )?(?:<me>|again|anymore|any more|any longer|anything|these|any)`,
		`<not> (?:ever |please )*(?:contact|disturb|solicit|reach out|bother)|<not> (?:ever |please )*<texting>(?: <polite>)*$`,
		`<not> send (?:me |us )?(?:any|more|anything|nothing|these|this|<texts>)`,
		`(?:dont|do not|dnt|no longer|didnt|never) (?:<texting> )?(?:want|wish|need|wanna|care) (?:[^ \n#]+ ){0,5}(?:<texts>|hear from (?:you|u)|be (?:texted|contacted|messaged|bothered))`,
		`leave (?:me|us) …alone`,
		`(?:remove|delete|erase|scrub|unsubscribe|unenroll|opt) (?:me|us|<number>|number)`,
		`(?:take|get|keep|pull) (?:me|us|<number>) (?:off|(?:out of|from) …list)`,
		`unsubscribe|unsubscribing|unsub|opt out|opting out|optout`,
		`(?:block|blocking|blocked|report|reporting|reported) (?:you|u|ya|yall|this number|your number|this|these|as spam)`,
		`(?:revoke|revoking|withdraw|withdrawing) (?:my |any |all )?(?:consent|permission)`,
		`do not call list|dnc list|no call list`,
		`(?:lose|loose|forget) (?:my|this) (?:number|contact)`,
		// Not mine.
		`wrong (?:number|person|phone|num|numbr|guy|lady|people|contact)`,
		`(?:nobody|no one|noone|no body) (?:here )?by that name`,
		`(?:isnt|is not|not|aint) [^ \n#]+ (?:number|phone|cell)(?: anymore| any more| any longer)?$`,
		`(?:doesnt|does not|no longer|not|dont) (?:have|has|use|uses|using|own|owns) this (?:number|phone)`,
		`(?:never|didnt|did not|havent|have not|dont remember|dont recall) (?:ever )?(?:sign(?:ed|ing)? up|subscrib(?:e|ed|ing)|opt(?:ed|ing)? in|register(?:ed)?|consent(?:ed)?|agreed? to|gave you|give you|asked? for (?:this|these|your|any)|request(?:ed)? (?:this|these|your|any))`,
		// Not wanted.
		`not interested(?: anymore| any more| at all| <polite>| sorry)*$`,
		`not interested in (?:your|this|these|any|receiving|getting|<texts>)`,
		`(?:this|that|thats|its|it|you|youre|ur) (?:is |are |all |just )*spam`,
		`(?:fuck|f|fk|fck|piss|bugger|sod|eff|screw|buzz|back) off(?: <polite>)*$|fuck (?:you|u|yall)$|^get lost$`,
		`go away(?: <polite>)*$`,
	},
}
