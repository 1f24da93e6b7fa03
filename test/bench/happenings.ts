import type { EngineEvent } from '../../engine/gateway/contract';

/** An event, and the message it is about; "" when it is about none. */
export type Happening = readonly [event: EngineEvent['event'], messageId: string];

/** Events on their way to whoever counts them. It keeps none: the memory of this process is being measured. */
export class Happenings {
	#new: Happening[] = [];
	#notify: () => void = () => undefined;

	add(events: readonly EngineEvent[]): void {
		for (const event of events) {
			this.#new.push([event.event, 'messageId' in event ? event.messageId : '']);
		}
		this.#notify();
	}

	/** All since it was asked last; waits until there is one. */
	async take(): Promise<Happening[]> {
		if (this.#new.length === 0) await new Promise<void>((resolve) => (this.#notify = resolve));
		const taken = this.#new;
		this.#new = [];
		return taken;
	}
}
