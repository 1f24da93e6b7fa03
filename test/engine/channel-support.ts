import type { CommandName, Commands } from '../../engine/gateway/contract';
import type { VirtualChannel } from '../simulator';
import { BOB, OWNER, runLater, useBench, type Bench } from './support';

export const CAROL = '5511900000003';
/** Is not on WhatsApp. */
export const NOBODY = '5511900000005';
export const NO_CHANNEL = '120363499999999999@newsletter';

/** What whoever runs no channel is told. */
export const notOurs = (id: string) => ({
	code: 'NOT_ALLOWED',
	message: `The linked number is not an admin of the channel ${id}, and only its owner and admins may do this.`,
});

export const notOwned = (id: string) => ({
	code: 'NOT_ALLOWED',
	message: `The linked number does not own the channel ${id}, and only the owner may do this.`,
});

export const noSuchChannel = (given: string) => ({
	code: 'NOT_ALLOWED',
	message: `There is no channel ${given}, or it was deleted.`,
});

export interface ChannelBench {
	readonly bench: Bench;
	/** Later than the one before: it has its turn at once. */
	run<C extends CommandName>(
		command: C,
		input: Commands[C]['input'],
	): Promise<Commands[C]['output']>;
	/** A channel of the linked number's own. */
	channelOf(name: string, more?: object): Promise<VirtualChannel>;
	/** One that Bob owns, and which the number follows. */
	bobsChannel(name: string, more?: object): Promise<VirtualChannel>;
	/** How often the engine asked WhatsApp's GraphQL with this ID. */
	asked(queryId: string): number;
}

/** A bench for the tests of channels; Carol is on WhatsApp, too. */
export function useChannels(): ChannelBench {
	const bench = useBench();
	beforeAll(async () => void (await bench.simulator.contact(CAROL)));
	const channelOf = async (name: string, more: object = {}) =>
		await bench.simulator.channel({ name, admins: [OWNER], ...more });
	return {
		bench,
		channelOf,
		bobsChannel: async (name, more = {}) =>
			await channelOf(name, { admins: [BOB], subscribers: [OWNER], ...more }),
		run: async (command, input) => await runLater(bench, command, input),
		asked: (queryId) =>
			bench.simulator.traffic
				.entries()
				.filter(
					({ direction, stanza: { content } }) =>
						direction === 'in' &&
						Array.isArray(content) &&
						content[0]?.tag === 'query' &&
						content[0].attrs.query_id === queryId,
				).length,
	};
}
