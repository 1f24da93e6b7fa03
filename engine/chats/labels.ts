import { labelChangedEvent } from '../content/label-events';
import type { AccountInfo } from '../content/events';
import { LABEL_COLORS, type Label, type LabelChangedEvent } from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { Settings } from '../store/account-store';
import type { LabelFacts, ToldLabel, WhatsAppSocket } from '../whatsapp/index';

/** A label of WhatsApp Business, as the account remembers it. */
export interface KnownLabel extends LabelFacts {
	id: string;
}

export interface LabelsOptions {
	settings: Settings;
	now(): number;
	log: Log;
	isBusiness(): boolean;
	info(): AccountInfo;
	publish(events: readonly LabelChangedEvent[]): void;
}

/** What the account remembers of its labels, and tells of them. Which chats have them is among what is known of chats. */
export interface Labels {
	/** In the order in which they were made. */
	list(): KnownLabel[];
	nameOf(id: string): string | undefined;
	/** By its ID, or by its name. */
	find(given: string): KnownLabel | undefined;
	/** No label has ever had it: chats may still have one that was deleted. */
	nextId(): string;
	/** Another device has made a label, changed or deleted it. */
	onTold(told: ToldLabel): void;
	/** A command has. */
	did(written: Pick<ToldLabel, 'id' | 'label'>): void;
	/** Whether something was done since labels are known: what was done before is how things are. */
	isNews(told: Pick<ToldLabel, 'isOld' | 'at'>): boolean;
	/** Over a connection that has just opened: asks for what was lost. */
	onOpen(socket: Pick<WhatsAppSocket, 'labels'> | undefined): void;
	/** Another number may be linked from now on. */
	clear(): void;
}

const LABELS = 'labels';
const SINCE = 'labels-since';
/** Far more than WhatsApp lets people make. */
const MAX_REMEMBERED = 500;

interface Remembered {
	labels: Record<string, LabelFacts>;
	/** The highest number that was ever the ID of a label. */
	lastId: number;
}

const NOTHING: Remembered = { labels: {}, lastId: 0 };

export function createLabels(options: LabelsOptions): Labels {
	const { settings, now, log, isBusiness, info, publish } = options;
	let remembered: Remembered | undefined;
	const read = () => (remembered ??= settings.get<Remembered>(LABELS) ?? NOTHING);

	function write(next: Remembered): void {
		settings.set(LABELS, next);
		remembered = next;
	}

	function did({ id, label }: Pick<ToldLabel, 'id' | 'label'>): void {
		const { labels, lastId } = read();
		const { [id]: _, ...others } = labels;
		const isKept = label !== null && Object.keys(others).length < MAX_REMEMBERED;
		write({
			labels: isKept ? { ...others, [id]: label } : others,
			lastId: Math.max(lastId, Number(id) || 0),
		});
	}

	function isNews({ isOld, at }: Pick<ToldLabel, 'isOld' | 'at'>): boolean {
		return !isOld && at >= (settings.get<number>(SINCE) ?? Infinity);
	}

	const list = () =>
		Object.entries(read().labels)
			.map(([id, facts]) => ({ id, ...facts }))
			.sort((a, b) => Number(a.id) - Number(b.id));

	return {
		list,
		nameOf: (id) => read().labels[id]?.name,
		find(given) {
			const text = given.trim();
			const all = list();
			return all.find(({ id }) => id === text) ?? all.find(({ name }) => isSameLabel(name, text));
		},
		nextId: () => String(read().lastId + 1),
		onTold(told) {
			const { id, label, at } = told;
			const before = read().labels[id];
			did(told);
			if (before?.wire === label?.wire) return;
			const [facts, change] = label
				? ([label, before ? 'updated' : 'created'] as const)
				: ([before, 'deleted'] as const);
			if (!facts || !isNews(told)) return;
			publish([labelChangedEvent(info(), at, change, toLabel({ id, ...facts }))]);
		},
		did,
		isNews,
		onOpen(socket) {
			if (!isBusiness() || settings.get(SINCE) !== undefined) return;
			socket?.labels.readAll().then(
				() => settings.set(SINCE, now()),
				(error: unknown) =>
					log.debug('WhatsApp does not say which labels there are', { error: kindOf(error) }),
			);
		},
		clear() {
			write(NOTHING);
			settings.set(SINCE, now());
		},
	};
}

/** Phones take no two labels that differ in capitals alone. */
export function isSameLabel(name: string, other: string): boolean {
	return name.trim().toLowerCase() === other.trim().toLowerCase();
}

export function toLabel({ id, name, color }: Pick<KnownLabel, 'id' | 'name' | 'color'>): Label {
	return { id, name, color, colorHex: LABEL_COLORS[color] ?? null };
}
