import { retainIdle } from '../account/retain-idle';
import type { Clock } from '../clock';
import type { Logs } from '../log';
import type { Holding } from './holding';

/** What is to be forgotten is forgotten also of accounts that nobody uses: they are held for as long as that takes. */
export interface Idle {
	/** Nobody has the account open. `freeMs`: for so long nobody has held it before. */
	lookAfter(holding: Holding, freeMs: number): Promise<void>;
	/** Whoever wants to use an account gets its file. */
	leave(id: string): void;
}

export function createIdle({ clock, logs }: { clock: Clock; logs: Logs }): Idle {
	const looked = new Map<string, { close(): void }>();

	function leave(id: string): void {
		looked.get(id)?.close();
	}

	async function forget(holding: Holding, freeMs: number): Promise<void> {
		const { account: id } = holding.claim;
		const store = holding.open();
		await new Promise<void>((resolve) => {
			const retaining = retainIdle({
				...{ store, clock, log: logs.of(id) },
				since: clock.elapsed() - freeMs,
				onDone: () => leave(id),
			});
			looked.set(id, {
				close() {
					looked.delete(id);
					retaining.close();
					store.close();
					resolve();
				},
			});
		});
	}

	return {
		lookAfter: async (holding, freeMs) => await holding.during(() => forget(holding, freeMs)),
		leave,
	};
}
