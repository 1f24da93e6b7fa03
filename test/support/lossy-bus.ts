import type { Clock } from '../../engine/clock';
import type { Bus } from '../../engine/transport/bus/bus';
import { createFrames, type Frame } from '../../engine/transport/bus/frames';

/** How badly a bus treats what is published: shares of all messages, and how late one may come at most. */
export interface Badness {
	lost?: number;
	doubled?: number;
	lateMs?: number;
}

/** A bus within this process, on which messages get lost, come twice, and overtake each other, as chance has it. */
export interface LossyBus extends Bus {
	/** Whether anything goes through. What is said meanwhile is lost. */
	setConnected(isConnected: boolean): void;
	/** What was published, oldest first; `size`: how many bytes came with it. */
	published: Array<{ header: { type: string }; size: number }>;
}

export function createLossyBus(clock: Clock, badness: Badness = {}): LossyBus {
	const { lost = 0, doubled = 0, lateMs = 0 } = badness;
	const frames = createFrames('a key like the one n8n keeps');
	const listeners = new Map<string, Set<(frame: Frame) => void>>();
	const connected = new Set<() => void>();
	const published: LossyBus['published'] = [];
	let isConnected = true;

	function deliver(channel: string, sealed: Buffer): void {
		clock.after(clock.random() * lateMs, () => {
			for (const tell of [...(listeners.get(channel) ?? [])]) tell(frames.open(channel, sealed));
		});
	}

	return {
		published,
		publish(channel, header, bytes) {
			published.push({ header: header as { type: string }, size: bytes?.length ?? 0 });
			const sealed = frames.seal(channel, header, bytes);
			if (!isConnected || clock.random() < lost) return;
			deliver(channel, sealed);
			if (clock.random() < doubled) deliver(channel, sealed);
		},
		listen(channel, listener) {
			const its = listeners.get(channel) ?? new Set();
			listeners.set(channel, its.add(listener));
			return { ready: Promise.resolve(), close: () => void its.delete(listener) };
		},
		isConnected: () => isConnected,
		onConnected: (tell) => void connected.add(tell),
		setConnected(is) {
			isConnected = is;
			if (is) for (const tell of connected) tell();
		},
		close: async () => undefined,
	};
}
