import type { TrafficEntry } from '../simulator';
import type { KillOrder } from './protocol';

/** Where a process is killed under load. */
export interface Point {
	readonly name: string;
	/** How often a full load passes the point for sure, a smaller one once for each chat: the kill is at one of these times. */
	readonly times: number;
	readonly place: Place;
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

const aroundEach = (names: Record<string, number>): Point[] =>
	Object.entries(names).flatMap(([what, times]) =>
		(['before', 'after'] as const).map((when) => ({
			name: `${what}, ${when}`,
			times,
			place: { in: 'process', what, when, action: 'kill' } as const,
		})),
	);

const isDelivery = ({ tag, attrs }: TrafficEntry['stanza']) =>
	tag === 'receipt' && (attrs.type === undefined || attrs.type === 'inactive');
const isMessage = ({ tag }: TrafficEntry['stanza']) => tag === 'message';
const isAck = ({ tag, attrs }: TrafficEntry['stanza']) =>
	tag === 'ack' && attrs.class === 'message';

/** Every step of a send and of what comes in, before and after. */
export const POINTS: readonly Point[] = [
	...aroundEach({
		'outbox commit': 12,
		'sending mark': 12,
		'ratchet commit': 12,
		'message frame': 12,
		'ack commit': 12,
		'stanza journal': 12,
		'opening commit': 12,
		'sender key commit': 2,
		'receipt frame': 12,
		'event commit': 12,
		'receipt commit': 12,
		emit: 12,
		'delivery acknowledged': 12,
	}),
	{
		// WhatsApp has the message and delivers it, but its acknowledgement comes to nobody.
		name: 'ack, before',
		times: 12,
		place: { in: 'simulator', direction: 'in', matches: isMessage },
	},
	{ name: 'ack, after', times: 12, place: { in: 'simulator', direction: 'out', matches: isAck } },
	{
		name: 'incoming on its way',
		times: 12,
		place: { in: 'simulator', direction: 'out', matches: isMessage },
	},
	{
		name: 'receipt frame arrived',
		times: 12,
		place: { in: 'simulator', direction: 'in', matches: isDelivery },
	},
	{
		name: 'receipt on its way',
		times: 12,
		place: { in: 'simulator', direction: 'out', matches: isDelivery },
	},
];

/** The process lives on, but its connection ends between opening a message and saying that it came. */
export const REDELIVERY: Point = {
	name: 'redelivery',
	times: 12,
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
