// Slack as one person sees it. What there is to see arrives from /seen, and what the person does goes to /do.
// slack-blocks-to-jsx draws blocks that are only looked at; it tells nobody of what is pressed, so that is drawn here.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Message } from 'slack-blocks-to-jsx';
import 'slack-blocks-to-jsx/dist/style.css';
import './page.css';

const query = new URLSearchParams(location.search);
const me = query.get('as') ?? 'scientist';

function useSeen() {
  const [seen, setSeen] = useState(null);
  useEffect(() => {
    const source = new EventSource(`/seen?as=${encodeURIComponent(me)}`);
    source.onmessage = (event) => setSeen(JSON.parse(event.data));
    return () => source.close();
  }, []);
  return seen;
}

/** What is wrong with it; nothing when it was done. */
async function act(body) {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`/do?as=${encodeURIComponent(me)}`, options);
  return answer.ok ? '' : (await answer.text()) || 'That did not work.';
}

function App() {
  const seen = useSeen();
  const [at, setAt] = useState(query.get('at') ?? 'direct');
  const [wrong, setWrong] = useState('');
  const [asked, setAsked] = useState(null);
  // Whoever comes by a link has opened it too.
  useEffect(() => { if (at === 'home') act({ do: 'home' }); }, []);
  if (!seen) return <main className="empty">There is nobody called {me} here, or not yet.</main>;

  const run = async (body) => setWrong(await act(body));
  const press = (where) => (element, value) => {
    const pressed = () => run({ do: 'press', ...where, action: element.action_id, value });
    if (element.confirm) setAsked({ confirm: element.confirm, pressed });
    else pressed();
  };
  const go = (place) => {
    setAt(place);
    history.replaceState(null, '', `?as=${encodeURIComponent(me)}&at=${encodeURIComponent(place)}`);
    if (place === 'home') run({ do: 'home' });
  };
  const channel = seen.channels.find((one) => (at === 'direct' ? one.name === null : one.name === at));

  return (
    <div className="window">
      <Sidebar seen={seen} at={at} go={go} />
      <main data-testid="conversation" data-at={at}>
        {at === 'home' || at === 'direct' ? <Tabs at={at} go={go} bot={seen.bot.name} /> : <header className="bar"># {at}</header>}
        {at === 'home' && <Home view={seen.home} seen={seen} press={press} />}
        {at !== 'home' && channel && <Conversation key={at} channel={channel} seen={seen} press={press} run={run} />}
        {wrong && <p className="wrong" data-testid="wrong" role="alert" onClick={() => setWrong('')}>{wrong}</p>}
      </main>
      {seen.modal && <Modal key={seen.modal.id + seen.modal.hash} view={seen.modal} seen={seen} press={press} run={run} />}
      {asked && <Confirm asked={asked} close={() => setAsked(null)} />}
    </div>
  );
}

function Sidebar({ seen, at, go }) {
  const entry = (place, label) => (
    <button key={place} className={at === place ? 'entry here' : 'entry'} data-testid={`go-${place}`} onClick={() => go(place)}>{label}</button>
  );
  return (
    <nav data-testid="sidebar">
      <h1>{seen.workspace}</h1>
      <h2>Channels</h2>
      {seen.channels.filter((one) => one.name !== null).map((one) => entry(one.name, `# ${one.name}`))}
      <h2>Apps</h2>
      {entry(at === 'home' ? 'home' : 'direct', <><Face name={seen.bot.name} isApp />{seen.bot.name}</>)}
      <h2>You are</h2>
      {seen.people.map((one) => (
        <a key={one.id} className={one.name === me ? 'entry here' : 'entry'} data-testid={`as-${one.name}`} href={`?as=${encodeURIComponent(one.name)}`}>
          <Face name={one.name} />{one.name}
        </a>
      ))}
    </nav>
  );
}

function Tabs({ at, go, bot }) {
  const tab = (place, label) => (
    <button className={at === place ? 'tab here' : 'tab'} data-testid={`tab-${place}`} onClick={() => go(place)}>{label}</button>
  );
  return <header className="bar">{bot}<span className="tabs">{tab('home', 'Home')}{tab('direct', 'Messages')}</span></header>;
}

function Home({ view, seen, press }) {
  return (
    <div className="scroll home" data-testid="home">
      {view ? <Blocks blocks={view.content.blocks} seen={seen} press={press({ view: view.id })} /> : <p className="quiet">There is nothing here yet.</p>}
    </div>
  );
}

function Conversation({ channel, seen, press, run }) {
  const end = useRef(null);
  const [text, setText] = useState('');
  useLayoutEffect(() => { end.current?.scrollIntoView(); }, [channel.messages.length]);
  const send = (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    setText('');
    run({ do: 'say', channel: channel.name, text: text.trim() });
  };
  const name = channel.name === null ? seen.bot.name : `#${channel.name}`;
  return (
    <>
      <div className="scroll" data-testid="messages">
        {channel.messages.length === 0 && <p className="quiet">This is the very beginning of {name}.</p>}
        {channel.messages.map((message) => <Said key={message.ts} message={message} channel={channel} seen={seen} press={press} />)}
        <div ref={end} />
      </div>
      <form className="compose" onSubmit={send}>
        <input data-testid="say" value={text} onChange={(event) => setText(event.target.value)} autoFocus autoComplete="off"
          placeholder={channel.hasBot ? `Message ${name}, or /gpu help` : `The app is not in ${name}, but /gpu help reaches it`} />
      </form>
    </>
  );
}

function Said({ message, channel, seen, press }) {
  const blocks = message.blocks ?? [{ type: 'section', text: { type: 'mrkdwn', text: message.text } }];
  const time = new Date(Number(message.ts) * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const looks = ['message', message.isEphemeral && 'ephemeral', message.isReply && 'reply'].filter(Boolean).join(' ');
  return (
    <article className={looks} data-testid="message" data-ts={message.ts}>
      {message.isReply && <p className="mark" data-testid="in-thread">↳ in a thread</p>}
      {message.isEphemeral && <p className="mark" data-testid="only-you">◉ Only visible to you</p>}
      <Face name={message.from} isApp={message.isApp} />
      <div className="said">
        <p className="who"><b>{message.from}</b>{message.isApp && <span className="app">APP</span>}<time>{time}</time></p>
        <Blocks blocks={blocks} seen={seen} press={press({ channel: channel.id, ts: message.ts })} />
        {message.isEdited && <span className="quiet"> (edited)</span>}
      </div>
    </article>
  );
}

function Face({ name, isApp }) {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 0);
  return <span className="face" aria-hidden="true" style={{ background: isApp ? '#1d9bd1' : `hsl(${hue} 42% 45%)` }}>{isApp ? '▦' : name[0]}</span>;
}

function Blocks({ blocks, ...rest }) {
  return blocks.map((block, place) => (
    <div className={`block ${block.type}`} key={block.block_id ?? place} data-testid={`block-${block.type}`} data-block-id={block.block_id}>
      <Block block={block} {...rest} />
    </div>
  ));
}

/** Fields are given where something is filled in: in a modal. */
function Block({ block, seen, press, fields }) {
  const elements = (list) => list.map((element, place) => (
    <Element key={element.action_id ?? place} element={element} press={press} fields={fields} block={block} />
  ));
  const { accessory, actions, ...plain } = block;
  switch (block.type) {
    case 'actions':
      return elements(block.elements);
    case 'input':
      return <Field block={block} fields={fields}>{elements([block.element])}</Field>;
    case 'section':
      return <><Drawn block={plain} seen={seen} />{accessory && elements([accessory])}</>;
    case 'card':
      return <><Drawn block={plain} seen={seen} />{actions && elements(actions)}</>;
    case 'container':
      return (
        <details open={!block.is_collapsed}>
          <summary>{block.title?.text ?? <Drawn block={{ type: 'rich_text', elements: block.rich_text_title?.elements ?? [] }} seen={seen} />}</summary>
          <Blocks blocks={block.child_blocks ?? []} seen={seen} press={press} fields={fields} />
        </details>
      );
    case 'data_table':
      return <DataTable block={block} seen={seen} />;
    default:
      return <Drawn block={plain} seen={seen} />;
  }
}

function Drawn({ block, seen }) {
  const users = [...seen.people, seen.bot];
  const channels = seen.channels.filter((one) => one.name !== null).map(({ id, name }) => ({ id, name }));
  return <Message withoutWrapper theme="light" name="" logo="" blocks={[block]} data={{ users, channels }} />;
}

/** The library knows tables, not these: they can be sorted, and shown a page at a time. */
function DataTable({ block, seen }) {
  const [head, ...rows] = block.rows;
  const [sort, setSort] = useState(null);
  const [page, setPage] = useState(0);
  const size = block.page_size ?? 5;
  const by = (row) => row[sort.column].value ?? row[sort.column].text ?? '';
  const sorted = sort ? [...rows].sort((one, other) => sort.way * (by(one) < by(other) ? -1 : by(one) > by(other) ? 1 : 0)) : rows;
  const cell = (one) => (one.type === 'rich_text' ? <Drawn block={one} seen={seen} /> : one.text ?? one.value);
  return (
    <figure className="table">
      <figcaption>{block.caption}</figcaption>
      <table>
        <thead>
          <tr>{head.map((one, column) => (
            <th key={column} onClick={() => setSort({ column, way: sort?.column === column ? -sort.way : 1 })}>
              {one.text}{sort?.column === column ? (sort.way > 0 ? ' ↑' : ' ↓') : ''}
            </th>
          ))}</tr>
        </thead>
        <tbody>
          {sorted.slice(page * size, (page + 1) * size).map((row, place) => (
            <tr key={place}>{row.map((one, column) => <td key={column} className={one.type}>{cell(one)}</td>)}</tr>
          ))}
        </tbody>
      </table>
      {rows.length > size && (
        <p className="quiet">
          <button disabled={page === 0} onClick={() => setPage(page - 1)} aria-label="Previous page">‹</button>
          {page * size + 1}–{Math.min(rows.length, (page + 1) * size)} of {rows.length}
          <button disabled={(page + 1) * size >= rows.length} onClick={() => setPage(page + 1)} aria-label="Next page">›</button>
        </p>
      )}
    </figure>
  );
}

const initial = (element) => element.initial_value ?? element.initial_date ?? element.initial_time ?? element.initial_user ?? element.initial_option?.value
  ?? element.initial_options?.map((option) => option.value).join(',') ?? '';

const all = (element) => element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];

function Element({ element, press, fields, block }) {
  const isField = fields && block.type === 'input';
  const value = isField ? fields.values[block.block_id] ?? '' : initial(element);
  const set = (next) => (isField ? fields.set(block.block_id, next) : press(element, next));
  const common = { 'data-testid': `action-${element.action_id}`, 'aria-label': isField ? block.label.text : element.placeholder?.text ?? element.action_id };
  switch (element.type) {
    case 'button':
      return (
        <button data-testid={`action-${element.action_id}`} className={`button ${element.style ?? ''}`} onClick={() => press(element)}>
          {element.text.text}
        </button>
      );
    case 'image':
      return <img alt={element.alt_text} src={element.image_url} />;
    case 'overflow':
    case 'static_select':
      return (
        <select {...common} value={element.type === 'overflow' ? '' : value} onChange={(event) => set(event.target.value)}>
          {!element.initial_option && <option value="">{element.placeholder?.text ?? (element.type === 'overflow' ? '⋯' : 'Choose')}</option>}
          {all(element).map((option) => <option key={option.value} value={option.value}>{option.text.text}</option>)}
        </select>
      );
    case 'radio_buttons':
    case 'checkboxes':
    case 'multi_static_select':
      return <Choices element={element} value={value} set={set} common={common} />;
    case 'datepicker':
    case 'timepicker':
      return <input {...common} type={element.type === 'datepicker' ? 'date' : 'time'} value={value} onChange={(event) => set(event.target.value)} />;
    default:
      return element.multiline
        ? <textarea {...common} rows="4" placeholder={element.placeholder?.text} value={value} onChange={(event) => set(event.target.value)} />
        : <input {...common} placeholder={element.placeholder?.text} value={value} onChange={(event) => set(event.target.value)} />;
  }
}

function Choices({ element, value, set, common }) {
  const chosen = value ? value.split(',') : [];
  const isOne = element.type === 'radio_buttons';
  const toggle = (one) => set(isOne ? one : (chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]).join(','));
  return (
    <fieldset {...common}>
      {all(element).map((option) => (
        <label key={option.value}>
          <input type={isOne ? 'radio' : 'checkbox'} checked={chosen.includes(option.value)} onChange={() => toggle(option.value)} />{option.text.text}
        </label>
      ))}
    </fieldset>
  );
}

function Field({ block, fields, children }) {
  const error = fields?.errors[block.block_id];
  return (
    <div className={error ? 'field bad' : 'field'}>
      <p className="label">{block.label.text}{block.optional && <span className="quiet"> (optional)</span>}</p>
      {children}
      {error && <p className="error" role="alert" data-testid={`error-${block.block_id}`}>{error}</p>}
      {block.hint && <p className="quiet">{block.hint.text}</p>}
    </div>
  );
}

function Modal({ view, seen, press, run }) {
  const { content, errors } = view;
  const inputs = content.blocks.filter((block) => block.type === 'input');
  const [values, setValues] = useState(() => Object.fromEntries(inputs.map((block) => [block.block_id, initial(block.element)])));
  const fields = { values, errors, set: (block, value) => setValues({ ...values, [block]: value }) };
  const submit = (event) => {
    event.preventDefault();
    run({ do: 'submit', values });
  };
  const cancel = () => run({ do: 'cancel' });
  return (
    <div className="shade">
      <form className="modal" role="dialog" aria-label={content.title.text} data-testid="modal" onSubmit={submit}>
        <header>{content.title.text}<button type="button" aria-label="Close" onClick={cancel}>×</button></header>
        <div className="inside">
          {errors[''] && <p className="error" role="alert" data-testid="error-all">{errors['']}</p>}
          <Blocks blocks={content.blocks} seen={seen} press={press({ view: view.id })} fields={fields} />
        </div>
        <footer>
          <button type="button" className="button" data-testid="cancel" onClick={cancel}>{content.close?.text ?? 'Cancel'}</button>
          {content.submit && <button className="button primary" data-testid="submit">{content.submit.text}</button>}
        </footer>
      </form>
    </div>
  );
}

function Confirm({ asked, close }) {
  const { confirm, pressed } = asked;
  const sure = () => {
    close();
    pressed();
  };
  return (
    <div className="shade">
      <div className="modal confirm" role="alertdialog" aria-label={confirm.title.text} data-testid="confirm">
        <header>{confirm.title.text}</header>
        <div className="inside">{confirm.text.text}</div>
        <footer>
          <button className="button" data-testid="confirm-deny" onClick={close}>{confirm.deny.text}</button>
          <button className={`button ${confirm.style ?? 'primary'}`} data-testid="confirm-sure" onClick={sure}>{confirm.confirm.text}</button>
        </footer>
      </div>
    </div>
  );
}

createRoot(document.getElementById('page')).render(<App />);
