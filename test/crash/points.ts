import type { TrafficEntry } from '../simulator';
import type { KillOrder } from './protocol';
import { type Amount, CHATS } from './traffic';

/** Where a process is killed under load. */
export interface Point {
	readonly name: string;
	/** The kill is at one of these times. */
	readonly times: Times;
	readonly place: Place;
	/** The load begins with a status for so many people that it takes several stanzas. */
	readonly isInCrowd?: boolean;
}

/** How often a load passes a point for sure: with each message to every chat, and with what else it has. */
interface Times {
	readonly each: number;
	readonly others: number;
}

export function timesIn({ times }: Point, { each, others }: Amount): number {
	return each * times.each + (others ? times.others : 0);
}

export type Place =
	/** Something that the process does. */
	| ({ readonly in: 'process' } & Omit<KillOrder, 'count'>)
	/** Something that the simulator sees: `in` comes from the engine, `out` goes to it. */
	| {
			readonly in: 'simulator';
			readonly direction: TrafficEntry['direction'];
			matches(stanza: TrafficEntry['stanza']): boolean;
	  };

const seen = (
	direction: TrafficEntry['direction'],
	matches: (stanza: TrafficEntry['stanza']) => boolean,
): Place => ({ in: 'simulator', direction, matches });
const done = (what: string, when: 'before' | 'after'): Place => ({
	in: 'process',
	what,
	when,
	action: 'kill',
});

const aroundEach = (names: Record<string, Times>): Point[] =>
	Object.entries(names).flatMap(([what, times]) =>
		(['before', 'after'] as const).map((when) => ({
			name: `${what}, ${when}`,
			times,
			place: done(what, when),
		})),
	);

const isDelivery = ({ tag, attrs }: TrafficEntry['stanza']) =>
	tag === 'receipt' && (attrs.type === undefined || attrs.type === 'inactive');
const isMessage = ({ tag }: TrafficEntry['stanza']) => tag === 'message';
const isAck = ({ tag, attrs }: TrafficEntry['stanza']) =>
	tag === 'ack' && attrs.class === 'message';
const isOfStatus = ({ attrs: { to, from } }: TrafficEntry['stanza']) =>
	[to, from].includes('status@broadcast');
const isOfChannel = ({ attrs: { to, from } }: TrafficEntry['stanza']) =>
	[to, from].some((jid) => jid?.endsWith('@newsletter'));

/** To each chat; of others a status, an album of three messages, two about an order, a post, and one that leaves later. */
const SENT: Times = { each: CHATS, others: 8 };
/** From each contact and in the group; of others a status, an album, and a post. */
const CAME_IN: Times = { each: CHATS, others: 5 };
const once = (others: number): Times => ({ each: 0, others });

/** Every step of a send and of what comes in, before and after. */
export const POINTS: readonly Point[] = [
	...aroundEach({
		'outbox commit': SENT,
		'sending mark': SENT,
		// A post is not encrypted.
		'ratchet commit': { ...SENT, others: 7 },
		// Neither files, statuses nor posts, which have frames of other names.
		'message frame': { ...SENT, others: 4 },
		'ack commit': SENT,
		'stanza journal': CAME_IN,
		'opening commit': { ...CAME_IN, others: 4 },
		'sender key commit': { each: 1, others: 1 },
		'receipt frame': { ...CAME_IN, others: 4 },
		'event commit': CAME_IN,
		'receipt commit': SENT,
		emit: CAME_IN,
		'delivery acknowledged': CAME_IN,
	}),
	// WhatsApp has the message and delivers it, but its acknowledgement comes to nobody.
	{ name: 'ack, before', times: SENT, place: seen('in', isMessage) },
	{ name: 'ack, after', times: SENT, place: seen('out', isAck) },
	{ name: 'incoming on its way', times: CAME_IN, place: seen('out', isMessage) },
	{
		name: 'receipt frame arrived',
		times: { ...CAME_IN, others: 4 },
		place: seen('in', isDelivery),
	},
	{ name: 'receipt on its way', times: SENT, place: seen('out', isDelivery) },
];

/** What statuses, albums, posts and messages with a time have of their own. */
export const KIND_POINTS: readonly Point[] = [
	...aroundEach({
		// When it is queued, and when WhatsApp has told who of them is there.
		'audience commit': once(2),
		'status frame': once(1),
		'file frame': once(2),
		'album part commit': once(3),
		'album told': once(1),
		'post frame': once(1),
		// The number that WhatsApp gives a post: of ours, and of one that comes in.
		'post commit': once(2),
	}),
	{ name: 'send-at due', times: once(1), place: done('send-at due', 'after') },
	...[['status', isOfStatus] as const, ['post', isOfChannel] as const].flatMap(([kind, isIts]) => [
		{
			name: `${kind} ack, before`,
			times: once(1),
			place: seen('in', (stanza) => isMessage(stanza) && isIts(stanza)),
		},
		{
			name: `${kind} ack, after`,
			times: once(1),
			place: seen('out', (stanza) => isAck(stanza) && isIts(stanza)),
		},
	]),
	{
		name: 'post acknowledged',
		times: once(1),
		place: seen('in', (stanza) => isAck(stanza) && isOfChannel(stanza)),
	},
	...[
		{ name: 'status in a crowd, before a stanza', place: done('status frame', 'before') },
		{ name: 'status in a crowd, after a stanza', place: done('status frame', 'after') },
		{
			name: 'status in a crowd, ack',
			place: seen('out', (stanza) => isAck(stanza) && isOfStatus(stanza)),
		},
	].map((point) => ({ ...point, times: once(2), isInCrowd: true })),
	{
		// The first ones while the second stanza is being encrypted.
		name: 'status in a crowd, receipt',
		times: once(20),
		place: done('participant receipt', 'after'),
		isInCrowd: true,
	},
];

/** The process lives on, but its connection ends between opening a message and saying that it came. */
export const REDELIVERY: Point = {
	name: 'redelivery',
	times: { ...CAME_IN, others: 4 },
	place: { in: 'process', what: 'opening commit', when: 'after', action: 'hangUp' },
};

/** Where a process is killed while its number is being linked. */
export interface LinkPoint {
	readonly name: string;
	readonly way: 'code' | 'qr';
	/** `shown`: when the code or QR code was returned. */
	readonly place: Place | 'shown';
	/** At the how manieth time; 1 when left out. */
	readonly count?: number;
	/**
	 * The number has accepted the link, but WhatsApp may not know yet. Nobody can tell: the first login does. At all other
	 * points no login may be refused.
	 */
	readonly mayBeRefused?: true;
}

const childTag = ({ content }: TrafficEntry['stanza']) =>
	Array.isArray(content) ? content[0]?.tag : undefined;
const stage = ({ content }: TrafficEntry['stanza']) =>
	Array.isArray(content) ? content[0]?.attrs.stage : undefined;
/** Every step from the first code to the first login. By QR code, the first creds that are written are the paired ones. */
export const LINK_POINTS: readonly LinkPoint[] = [
	{ name: 'QR shown', way: 'qr', place: 'shown' },
	{
		name: 'code asked',
		way: 'code',
		place: seen('in', (stanza) => stage(stanza) === 'companion_hello'),
	},
	{ name: 'code shown', way: 'code', place: 'shown' },
	{
		name: 'code typed',
		way: 'code',
		place: seen('out', (stanza) => stage(stanza) === 'primary_hello'),
	},
	{
		name: 'code answered',
		way: 'code',
		place: seen('in', (stanza) => stage(stanza) === 'companion_finish'),
	},
	{
		name: 'phone accepted',
		way: 'code',
		place: seen('out', (stanza) => childTag(stanza) === 'pair-success'),
	},
	{ name: 'paired commit, before', way: 'qr', place: done('creds commit', 'before') },
	{
		name: 'paired commit, after',
		way: 'qr',
		place: done('creds commit', 'after'),
		mayBeRefused: true,
	},
	{
		name: 'signature frame, before',
		way: 'code',
		place: done('signature frame', 'before'),
		mayBeRefused: true,
	},
	{
		name: 'signature frame, after',
		way: 'code',
		place: done('signature frame', 'after'),
	},
	{
		name: '515 on its way',
		way: 'qr',
		place: seen('out', ({ tag, attrs }) => tag === 'stream:error' && attrs.code === '515'),
	},
	{
		name: 'first login',
		way: 'code',
		place: seen('out', ({ tag }) => tag === 'success'),
	},
	{ name: 'key upload commit, after', way: 'qr', place: done('creds commit', 'after'), count: 2 },
	{
		name: 'first keys',
		way: 'qr',
		place: seen('in', ({ attrs }) => attrs.xmlns === 'encrypt' && attrs.type === 'set'),
	},
	{ name: 'login commit, before', way: 'qr', place: done('creds commit', 'before'), count: 3 },
	{ name: 'login commit, after', way: 'qr', place: done('creds commit', 'after'), count: 3 },
].map((point) => ({ ...point, name: `link: ${point.name}` }) as LinkPoint);
