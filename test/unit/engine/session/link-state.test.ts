import { nextState, stateAtStart, type LinkStep } from '../../../../engine/session/link-state';
import { LINK_STATES, type LinkState } from '../../../../engine/gateway/contract';

/** Where each step leads from each state; from a state that is not named it leads nowhere. */
const WAYS: Record<LinkStep, Partial<Record<LinkState, LinkState>>> = {
	started: {
		UNLINKED: 'WAITING',
		WAITING: 'WAITING',
		LOGGED_OUT: 'WAITING',
		REPLACED: 'WAITING',
		BANNED: 'WAITING',
		OUTDATED: 'WAITING',
	},
	phoneAnswered: { WAITING: 'LINKING', LINKING: 'LINKING' },
	opened: { LINKING: 'LINKED', LINKED: 'LINKED' },
	failed: { WAITING: 'UNLINKED', LINKING: 'UNLINKED' },
	loggedOut: { LINKING: 'LOGGED_OUT', LINKED: 'LOGGED_OUT' },
	replaced: { LINKING: 'REPLACED', LINKED: 'REPLACED' },
	banned: { LINKING: 'BANNED', LINKED: 'BANNED' },
	outdated: { LINKING: 'OUTDATED', LINKED: 'OUTDATED' },
	reconnecting: { LINKED: 'LINKED', REPLACED: 'LINKED', BANNED: 'LINKED', OUTDATED: 'LINKED' },
	forgotten: {
		UNLINKED: 'UNLINKED',
		WAITING: 'UNLINKED',
		LINKING: 'UNLINKED',
		LINKED: 'UNLINKED',
		LOGGED_OUT: 'UNLINKED',
		REPLACED: 'UNLINKED',
		BANNED: 'UNLINKED',
		OUTDATED: 'UNLINKED',
	},
};

const STEPS = Object.keys(WAYS) as LinkStep[];
const ALL = LINK_STATES.flatMap((state) => STEPS.map((step) => [state, step] as const));
const made = ALL.filter(([state, step]) => WAYS[step][state]);
const notMade = ALL.filter(([state, step]) => !WAYS[step][state]);

describe('A link', () => {
	test.each(made)('that is %s and %s has a next state', (state, step) => {
		expect(nextState(state, step)).toBe(WAYS[step][state]);
	});

	test.each(notMade)('that is %s does not move when it is %s', (state, step) => {
		expect(nextState(state, step)).toBe(state);
	});

	test('comes about by starting, the phone’s answer and the first login', () => {
		const steps: LinkStep[] = ['started', 'phoneAnswered', 'opened'];
		expect(steps.reduce<LinkState>(nextState, 'UNLINKED')).toBe('LINKED');
	});

	test('is never LINKED without the phone’s answer', () => {
		const steps: LinkStep[] = ['started', 'opened'];
		expect(steps.reduce<LinkState>(nextState, 'UNLINKED')).toBe('WAITING');
	});

	test('that WhatsApp has ended needs to be made anew', () => {
		expect(nextState('LOGGED_OUT', 'reconnecting')).toBe('LOGGED_OUT');
		expect(nextState('LOGGED_OUT', 'opened')).toBe('LOGGED_OUT');
	});
});

describe('When the process starts', () => {
	test.each<[LinkState | undefined, boolean, LinkState]>([
		[undefined, false, 'UNLINKED'],
		['UNLINKED', false, 'UNLINKED'],
		['WAITING', false, 'UNLINKED'],
		['LINKING', false, 'UNLINKED'],
		['LINKED', false, 'UNLINKED'],
		['WAITING', true, 'LINKING'],
		['LINKING', true, 'LINKING'],
		['LINKED', true, 'LINKED'],
		[undefined, true, 'LINKED'],
		['LOGGED_OUT', true, 'LOGGED_OUT'],
		['LOGGED_OUT', false, 'LOGGED_OUT'],
		['REPLACED', true, 'REPLACED'],
		['BANNED', true, 'BANNED'],
		['OUTDATED', true, 'OUTDATED'],
	])('a link stored as %s, paired: %s, is %s', (stored, paired, state) => {
		expect(stateAtStart(stored, paired)).toBe(state);
	});
});
