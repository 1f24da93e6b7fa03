import type { MayLeave } from './ledger-queue';

/** A reason for messages to wait, which may come and go: which ones may leave now; undefined: all, false: none. */
export type Hold = () => MayLeave | false | undefined;

/** A message leaves when none of these reasons holds it. Another reason is one more of them. */
export function joinHolds(holds: readonly Hold[]): Hold {
	return () => {
		const reasons = holds.map((hold) => hold());
		if (reasons.includes(false)) return false;
		const [first, ...others] = reasons.filter((reason) => typeof reason === 'function');
		if (!first || others.length === 0) return first;
		return (candidate) => [first, ...others].every((mayLeave) => mayLeave(candidate));
	};
}
