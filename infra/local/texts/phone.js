// The page of the phones: what it shows is asked for every second, and drawn anew
// only where it has changed.
'use strict'

const $ = (id) => document.getElementById(id)
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

let numbers = [] // of the account
let drawn = ''   // what the thread was drawn from
let listed = ''  // what the lists were drawn from

async function call(path, body) {
  const answer = await fetch(path, body === undefined ? undefined : { method: 'POST', body: JSON.stringify(body) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
}

function say(problem) {
  $('problem').textContent = problem
  $('problem').hidden = !problem
}

// attempt says what went wrong until something that is tried goes right.
async function attempt(act) {
  try {
    await act()
    say('')
  } catch (error) {
    say(error.message)
  }
}

const phone = () => $('phone').value.trim()
const pathOf = (number) => '/phones/' + encodeURIComponent(number)

const words = {
  delivered: 'delivered', accepted: 'taken by the carrier only', blocked: 'blocked by the phone', carrier_blocked: 'blocked by the carrier',
  unreachable: 'not reaching it', expired: 'too late', invalid: 'to no such number',
}

function drawLists(text) {
  if (text === listed) return
  listed = text
  const all = JSON.parse(text)
  numbers = all.numbers
  $('phones').replaceChildren(...all.phones.map((value) => make('option', { value })))
  const chosen = $('ours').value
  $('ours').replaceChildren(...numbers.map((n) => make('option', { value: n.number, textContent: n.number })))
  if (numbers.some((n) => n.number === chosen)) $('ours').value = chosen
  if (!$('fate').children.length) {
    $('fate').replaceChildren(...all.fates.map((value) => make('option', { value, textContent: words[value] ?? value })))
  }
  drawNumber()
}

function drawNumber() {
  const number = numbers.find((n) => n.number === $('ours').value)
  if (!number) return
  $('which').textContent = number.number
  const fields = $('number').elements
  fields.status.value = number.status
  for (const name of ['managed', 'one_way', 'plain']) fields[name].checked = Boolean(number[name])
}

const vias = { sns: 'by SNS', 'end-user-messaging': '', managed: 'AWS’s own answer' }

function facts(text) {
  const list = [new Date(text.at).toLocaleTimeString(), text.ours]
  if (text.via !== 'phone') {
    const parts = text.media ? 'a picture message' : text.segments.length + (text.segments.length === 1 ? ' segment' : ' segments')
    list.push(vias[text.via], parts)
    if (!text.media) list.push(text.encoding + (text.forced_by ? ' because of ' + text.forced_by : ''), text.units + ' units')
    list.push((text.events ?? []).at(-1) ?? (text.waiting ? 'on its way' : 'dropped without a word'))
  }
  const said = list.filter(Boolean)
  return said.flatMap((fact, i) => [make('span', { textContent: fact + (i < said.length - 1 ? ' ·' : '') }), ' '])
}

function drawPicture(text) {
  const picture = make('img', { src: `/texts/${text.id}/media`, alt: 'The picture of this text' })
  picture.addEventListener('load', follow) // it is higher than it was
  return picture
}

// follow shows the end of the thread, unless somebody reads further up.
let atEnd = true
function follow() {
  if (atEnd) $('thread').scrollTop = $('thread').scrollHeight
}
$('thread').addEventListener('scroll', () => {
  const thread = $('thread')
  atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80
})

function drawText(text) {
  const many = text.segments.length > 1
  const bubble = make('div', { className: 'bubble', dir: 'auto' })
  if (text.media && text.media.startsWith('image/')) bubble.append(drawPicture(text))
  else if (text.media) bubble.append(make('a', { className: 'segment', href: `/texts/${text.id}/media`, textContent: text.media }))
  text.segments.forEach((segment, i) => {
    if (!segment && text.media) return
    const count = many ? [make('span', { className: 'count', textContent: `${i + 1}/${text.segments.length}` })] : []
    bubble.append(make('span', { className: 'segment' }, segment || '(empty)', ...count))
  })
  const line = make('div', { className: 'facts' }, ...facts(text))
  if (text.again) {
    const again = make('button', { type: 'button', textContent: 'Send again, same id', title: 'SNS delivers the same notification once more' })
    again.addEventListener('click', () => attempt(() => call(`/texts/${text.id}/again`, {})))
    line.append(again)
  }
  const who = make('span', { className: 'unseen', textContent: text.via === 'phone' ? 'You wrote: ' : 'Confab wrote: ' })
  const mine = text.via === 'phone' ? ' mine' : ''
  const lost = text.reached ? '' : ' lost'
  return make('li', { className: 'text' + mine + lost + (many ? ' many' : '') }, who, bubble, line)
}

// kept are the texts on the page, by id, with what each was drawn from.
const kept = new Map()

function keepOrDraw(text) {
  const source = JSON.stringify(text)
  const old = kept.get(text.id)
  if (old?.source === source) return old.element
  const element = drawText(text)
  kept.set(text.id, { source, element })
  return element
}

function drawThread(text) {
  if (text === drawn) return
  drawn = text
  const shown = JSON.parse(text)
  const thread = $('thread')
  const elements = shown.texts.map(keepOrDraw)
  for (const child of [...thread.children]) if (!elements.includes(child)) child.remove()
  elements.forEach((element, i) => {
    if (thread.children[i] !== element) thread.insertBefore(element, thread.children[i] ?? null)
  })
  $('empty').hidden = shown.texts.length > 0
  $('fate').value = shown.fate
  $('opted').checked = shown.opted_out
  follow()
}

async function look() {
  drawLists(await call('/phones.json'))
  const asked = phone()
  if (!asked) return
  const text = await call(pathOf(asked))
  if (asked === phone()) drawThread(text)
}

async function send(body) {
  atEnd = true
  await call('/texts', { from: phone(), to: $('ours').value, body })
  await look()
}

$('write').addEventListener('submit', (event) => {
  event.preventDefault()
  attempt(async () => {
    await send($('body').value)
    $('body').value = ''
    $('body').focus()
  })
})
$('body').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  $('write').requestSubmit()
})
for (const button of $('words').children) button.addEventListener('click', () => attempt(() => send(button.textContent)))
$('who').addEventListener('submit', (event) => event.preventDefault())
$('phone').addEventListener('change', () => {
  atEnd = true
  attempt(look)
})
$('ours').addEventListener('change', drawNumber)
$('fate').addEventListener('change', () => attempt(() => call(pathOf(phone()), { fate: $('fate').value })))
$('opted').addEventListener('change', () => attempt(() => call(pathOf(phone()), { opted_out: $('opted').checked })))
$('number').addEventListener('change', (event) => {
  if (event.target === $('opted')) return
  const fields = $('number').elements
  const settings = { number: $('ours').value, status: fields.status.value }
  for (const name of ['managed', 'one_way', 'plain']) settings[name] = fields[name].checked
  attempt(() => call('/numbers', settings))
})
$('number').addEventListener('submit', (event) => event.preventDefault())
$('add').addEventListener('submit', (event) => {
  event.preventDefault()
  attempt(async () => {
    await call('/numbers', { number: $('add').elements.number.value })
    $('add').reset()
    await look()
  })
})

const gone = 'Confab does not answer.'

async function watch() {
  try {
    if (!document.hidden) await look()
    if ($('problem').textContent === gone) say('')
  } catch {
    say(gone)
  }
  setTimeout(watch, 1000)
}
watch()
