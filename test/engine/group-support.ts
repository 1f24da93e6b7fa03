import type { CommandName, Commands } from '../../engine/gateway/contract';
import type { VirtualGroup } from '../simulator';
import { BOB, OWNER, runLater, useBench, type Bench } from './support';

export const CAROL = '5511900000003';
export const SHY = '5511900000004';
/** Is not on WhatsApp. */
export const NOBODY = '5511900000005';

/** What whoever is no admin is told. */
export const notAnAdmin = (id: string) => ({
	code: 'NOT_ALLOWED',
	message: `The linked number is not an admin of the group ${id}, and only admins may do this there.`,
	hint: 'Ask an admin of the group to make it one, or to do it.',
});

export const noMember = (id: string) => ({
	code: 'NOT_ALLOWED',
	message: `The linked number is not a member of the group ${id}.`,
});

export interface GroupBench {
	readonly bench: Bench;
	/** Later than the one before: it has its turn at once. */
	run<C extends CommandName>(
		command: C,
		input: Commands[C]['input'],
	): Promise<Commands[C]['output']>;
	/** A group of the linked number's own, with Bob in it. */
	groupOf(subject: string, more?: object): Promise<VirtualGroup>;
	/** One that Bob has founded, where the number is no admin. */
	bobsGroup(subject: string, more?: object): Promise<VirtualGroup>;
	/** How often the engine asked WhatsApp this. */
	asked(tag: string): number;
}

/** A bench for the tests of groups; Carol and somebody shy are on WhatsApp, too. */
export function useGroups(): GroupBench {
	const bench = useBench();
	beforeAll(async () => {
		for (const number of [CAROL, SHY]) await bench.simulator.contact(number);
	});
	const groupOf = async (subject: string, more: object = {}) =>
		await bench.simulator.group({ subject, members: [OWNER, BOB], ...more });
	return {
		bench,
		groupOf,
		bobsGroup: async (subject, more = {}) => await groupOf(subject, { owner: BOB, ...more }),
		run: async (command, input) => await runLater(bench, command, input),
		asked: (tag) =>
			bench.simulator.traffic
				.entries()
				.filter(
					({ direction, stanza: { attrs, content } }) =>
						direction === 'in' &&
						attrs.xmlns === 'w:g2' &&
						Array.isArray(content) &&
						content[0]?.tag === tag,
				).length,
	};
}
