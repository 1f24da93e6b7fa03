/**
 * Waits for what it is given, and for all that it was given before: what is in the log at the same moment comes true in no
 * order, as one promise hangs on another. Rejects where its own does.
 */
export type InTurn = (saved: Promise<void> | undefined) => Promise<void>;

export function createTurns(): InTurn {
	let last: Promise<void> = Promise.resolve();
	return async (saved) => {
		const turn = last.then(() => saved);
		last = turn.catch(() => undefined);
		await turn;
	};
}
