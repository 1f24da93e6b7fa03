import { getBinaryNodeChild, type BinaryNode } from '@whiskeysockets/baileys';
import type { Clock, Timer } from '../clock';
import { intercept, type StanzaSource } from './stanza-listeners';

/** As many as Baileys asks for when WhatsApp says what waits (lib/Socket/socket.js, 'CB:ib,,offline_preview'). */
const BATCH = 100;
const ASK_EVERY_MS = 100;
/** Nothing came for so long, and nothing is in work: what was asked for before does not come any more. */
const QUIET_MS = 1_000;
/** Who asks again without an answer waits for so long. */
const ASK_AGAIN_MS = 20_000;

/** How far WhatsApp has got with handing over what had waited for the login. */
export interface Drain {
	/** WhatsApp has said that this was all. */
	isOver(): boolean;
	/** When a stanza came last, or was dealt with; undefined as long as nothing is expected. */
	movedAt(): number | undefined;
	/** Whether less has come than WhatsApp had announced. */
	isShort(): boolean;
	/** Asks for more, though nothing of what was asked for has come. */
	askAgain(): void;
}

export interface DrainOptions {
	ws: StanzaSource;
	send(node: BinaryNode): Promise<void>;
	clock: Pick<Clock, 'now' | 'after'>;
}

/**
 * What waits for a login WhatsApp may hand over as it is asked for it, and hold back what comes in meanwhile until it has
 * said `<ib><offline/></ib>`. Baileys asks once, and would never hear the rest. So each stanza (marked `offline`) that was
 * dealt with has the next ones asked for, as WhatsApp Web does it, at most ten times a second. No more than two batches are
 * ahead of what was dealt with: so many stanzas are in memory at most, where WhatsApp gives only what it is asked for.
 *
 * Where WhatsApp hands over everything at once it does without being asked.
 */
export function drainOffline({ ws, send, clock }: DrainOptions): Drain {
	let asked = 0;
	let came = 0;
	let done = 0;
	let announced = 0;
	let askedAt = 0;
	let movedAt: number | undefined;
	let isOver = false;
	/** Something without the mark came: nothing is held back. */
	let isLive = false;
	/** Something was dealt with after the last request. */
	let isDue = false;
	let timer: Timer | undefined;

	ws.on('CB:ib,,offline_preview', (node: BinaryNode) => {
		announced = Number(getBinaryNodeChild(node, 'offline_preview')?.attrs.count) || 0;
		asked += BATCH;
		askedAt = clock.now();
		if (announced > 0) movedAt = clock.now();
	});
	ws.on('CB:ib,,offline', () => {
		isOver = true;
		timer?.cancel();
	});
	for (const event of ['CB:message', 'CB:receipt', 'CB:notification', 'CB:call'] as const) {
		intercept(ws, event, (next) => async (node) => {
			if (node.attrs.offline === undefined) {
				isLive = true;
				return await next(node);
			}
			came++;
			asked = Math.max(asked, came);
			movedAt = clock.now();
			await next(withoutMark(node));
			done++;
			movedAt = clock.now();
			isDue = true;
			askSoon(askedAt + ASK_EVERY_MS - clock.now());
		});
	}

	function askSoon(ms: number): void {
		if (isOver || timer) return;
		timer = clock.after(Math.max(0, ms), () => {
			timer = undefined;
			if (isOver || !isDue || !ws.isOpen) return;
			if (asked - done <= BATCH) return ask();
			// What is in work sets this off again.
			if (came > done) return;
			const quietIn = (movedAt ?? 0) + QUIET_MS - clock.now();
			if (quietIn > 0) return askSoon(quietIn);
			asked = done;
			ask();
		});
	}

	function ask(): void {
		asked += BATCH;
		askedAt = clock.now();
		isDue = false;
		const batch = { tag: 'offline_batch', attrs: { count: String(BATCH) } };
		// Over a connection that has ended nobody needs it.
		send({ tag: 'ib', attrs: {}, content: [batch] }).catch(() => undefined);
	}

	const isShort = () => came < announced;
	return {
		isOver: () => isOver,
		movedAt: () => (isOver || (isLive && !isShort()) ? undefined : movedAt),
		isShort,
		askAgain() {
			if (isOver || clock.now() - askedAt < ASK_AGAIN_MS) return;
			asked = came;
			ask();
		},
	};
}

/**
 * What is marked `offline` Baileys puts into a list of its own, without a bound, and does not say when it is done with it
 * (lib/Utils/offline-node-processor.js). Of receipts and notifications it looks at the mark for nothing else, except that
 * the new identity of somebody renews no session (lib/Utils/identity-change-handler.js). Messages lose it, too
 * (`chat-order.ts`); of a call it says that it was missed.
 */
function withoutMark(node: BinaryNode): BinaryNode {
	const { tag, attrs } = node;
	const isKept = tag === 'call' || tag === 'message' || attrs.type === 'encrypt';
	if (isKept) return node;
	const { offline, ...others } = attrs;
	return { ...node, attrs: others };
}
