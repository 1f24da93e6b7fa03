/** What `test/bench/RESULTS.md` says: one section for each part, which is replaced when that part was measured again. */

export type Part = 'all' | 'soak' | 'numbers' | 'fleet';

/** How each section begins, in this order. */
const HEADINGS: Readonly<Record<Part, string>> = {
	all: '# Benchmarks',
	soak: '## Soak',
	numbers: '## Many numbers',
	fleet: '## Queue mode',
};

/** The file with the part that was measured now; the others stay as they are. */
export function resultsWith(file: string, part: Part, measured: string): string {
	const parts = Object.keys(HEADINGS) as Part[];
	const sections = file.split(/\n(?=## )/);
	return parts
		.flatMap((one) => {
			const heading = HEADINGS[one];
			if (one === part) return `${heading}\n\n${TEXTS[one](measured)}`;
			return sections.filter((section) => section.startsWith(`${heading}\n`));
		})
		.join('\n');
}

const TEXTS: Readonly<Record<Part, (measured: string) => string>> = {
	all: (
		measured,
	) => `Written by \`npm run bench\`. Each line stands beside raw Baileys (or n8n alone), measured in the same run, on the same
simulated WhatsApp server, which runs in a process of its own. Above 1 x we are the better one.

${measured}
- Sends: everybody sends to the same contact, who is offline, as are the phones: nobody's messages are opened, and no
  receipts come. Raw Baileys waits for each acknowledgement before it sends the next message. Rates are medians of turns
  (lowest to highest in brackets), ratios medians of neighbouring turns. While the queue leaves, an enqueue waits for the
  message that the thread is about to seal: it takes as long as one or two of raw Baileys' sends, whatever the machine.
- Groups: members are offline and new to who writes; each has one device. The ratio is that of processor time. Raw Baileys has
  its keys in memory, and the group's members in a cache, as its manual wants it. A turn of the event loop is measured by a
  timer that is always due, in each thread; the longest one is of all that is done with the group of 1,000.
- New contacts and logins: processor time of the whole process, of people of one device each, who are not there. What is
  measured of a login begins with the close of the connection before, and ends when WhatsApp has let the number in. After it
  devices are asked for anew, as they are after five minutes.
- Receipts: from the server's handing the stanza to its socket until the listener behind the gateway is called, which is
  where the trigger emits. Many at once: processor time until the last one was told.
- Memory: resident set of the process after all of its threads have collected their garbage and given free pages back. n8n
  alone has n8n's own schedule trigger published, n8n with the account has ours. With 10 and 100 accounts the process that
  hosts the engine is measured without n8n.
- Files: read from the disk one after another, sealed, uploaded to the simulated media host over HTTPS. Images get a
  preview, both with sharp. The memory is that of the process and the programs that it has started, above what it had before.
  Medians of turns (lowest to highest in brackets), ratios medians of neighbouring turns.
- Texts beside files: from the call until the server has acknowledged the text, each when the one before was. All images are
  handed over in the same moment.
- Waiting messages: from the login until the last was handed over, written by four contacts in turns. The memory is that of
  the process with all of its threads, in which garbage that was not collected counts.
- Strangers: from the server's handing the message to its socket until the trigger would put it out, which downloads files.
  The media host takes the requests for the stranger's files and never answers them.
- Start: n8n loads nodes and credentials before anything else can go on. The median of new processes, each of which has loaded
  n8n-workflow before, as n8n has; beside them Baileys, which a node would load that runs it in n8n's own thread. Starts of n8n
  are the fastest of eight each, in turns, on a home that was used before; it is asked every 50 ms whether it is ready.
`,

	soak: (
		measured,
	) => `Written by \`npm run bench -- soak\`: does what the engine has in use grow with the connections and messages it has had?

${measured}
- One linked number in the engine's thread, four contacts who are online, open what they get and send receipts. In each
  round 20 messages leave and 20 come in, and the server tears the TCP connection down: while messages come in, in every
  tenth round also while messages leave, each time at another one. A round ends when every message was acknowledged,
  delivered and handed over and the number is connected again. A connection that ends again and again is tried again after
  growing pauses, so whoever watches runs Session > Reconnect when it is lost.
- Measured is the process after all of its threads have collected their garbage and given free pages back. The first
  measurement comes after a warm-up of as many reconnects and messages as the table says, which compiles code and fills
  caches.
- Lost and doubled: events at the trigger (sent, received, incoming) and messages that the contacts were shown. Every
  drop was one login more.
`,

	numbers: (
		measured,
	) => `Written by \`npm run bench -- numbers\`: how many numbers does one process of n8n's regular mode bear?

${measured}
- One process without n8n, with the engine in its thread. All numbers are linked by QR code in the same run, by a process that is
  closed then; another one opens their folders and connects them, as after a restart of n8n. The simulated WhatsApp server runs in
  a process of its own and speaks without TLS.
- Connected is a number when WhatsApp has let it in. Processor time is that of the whole process, from the start of the second number
  until ten seconds after the last one is connected, divided by the numbers: what those that are connected do meanwhile counts.
- Memory and file handles: of the process, after garbage was collected, above what it has with the first number alone.
- Doing nothing: a minute in which only pings go to WhatsApp and back, and the engine looks after its connections.
- A burst: a number sends one text after another to a contact and waits for each acknowledgement, alone, and while another number of the
  process sends its texts at full speed. Contacts and phones are offline. Simulator and engine share the machine.
`,

	fleet: (
		measured,
	) => `Written by \`npm run bench -- fleet\`: n8n in queue mode, with a real PostgreSQL and a real Redis, beside regular mode in the same
run.

${measured}
- Worker: a process that holds no number uses one that a main process holds: it asks over Redis, and what it is told is in
  PostgreSQL. Regular mode is the same engine with its number in a folder. Simulator, PostgreSQL, Redis and all processes share
  the machine.
- Memory of a worker: what is its own after garbage was collected, without the pages of Node's program, which all processes
  share; beside a process that has done nothing but load TLS, as each of n8n's has. It has sent some hundred messages by
  then, one after another; ioredis counts, which n8n has loaded for itself, too.
- CPU of a send: of the process that holds the number, and of the worker; without that of PostgreSQL and Redis.
- Files: the peak is that of the resident set while the file goes through, above what the process had before; garbage that
  was not collected counts.
- Numbers: held by one process that does nothing else. Memory is its own, above what it has with the first number; processor
  time is that of the same process, without that of PostgreSQL and Redis.
- Takeover: one process holds all numbers and is killed. Two others, which hold none, wait until Postgres has not heard
  of it for eight seconds, make the files anew from Postgres and connect. Back is a number when WhatsApp has let it in.
`,
};
