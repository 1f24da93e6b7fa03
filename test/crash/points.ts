import type { TrafficEntry } from '../simulator';
import type { KillOrder } from './protocol';

/** Where a process is killed. */
export interface Point {
	readonly name: string;
	/** How often a full load passes the point for sure, a smaller one once for each contact: the kill is at one of these times. */
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
		'outbox commit': 9,
		'sending mark': 9,
		'ratchet commit': 9,
		'message frame': 9,
		'ack commit': 9,
		'stanza journal': 9,
		'opening commit': 9,
		'sender key commit': 2,
		'receipt frame': 9,
		'event commit': 9,
		'receipt commit': 9,
		emit: 9,
		'delivery acknowledged': 9,
	}),
	{
		// WhatsApp has the message and delivers it, but its acknowledgement comes to nobody.
		name: 'ack, before',
		times: 9,
		place: { in: 'simulator', direction: 'in', matches: isMessage },
	},
	{ name: 'ack, after', times: 9, place: { in: 'simulator', direction: 'out', matches: isAck } },
	{
		name: 'incoming on its way',
		times: 9,
		place: { in: 'simulator', direction: 'out', matches: isMessage },
	},
	{
		name: 'receipt frame arrived',
		times: 9,
		place: { in: 'simulator', direction: 'in', matches: isDelivery },
	},
	{
		name: 'receipt on its way',
		times: 9,
		place: { in: 'simulator', direction: 'out', matches: isDelivery },
	},
];

/** The process lives on, but its connection ends between opening a message and saying that it came. */
export const REDELIVERY: Point = {
	name: 'redelivery',
	times: 9,
	place: { in: 'process', what: 'opening commit', when: 'after', action: 'hangUp' },
};
