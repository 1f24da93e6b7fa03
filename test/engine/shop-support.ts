import { Readable } from 'node:stream';
import type { CommandName, Commands } from '../../engine/gateway/contract';
import type { Product, VirtualContact } from '../simulator';
import { png } from '../support/files';
import { BOB, link, OWNER, runLater, useBench, type Bench } from './support';

export interface ShopBench {
	readonly bench: Bench;
	/** Later than the one before: it has its turn at once. */
	run<C extends CommandName>(
		command: C,
		input: Commands[C]['input'],
	): Promise<Commands[C]['output']>;
	/** The linked number, as others see it: what it sells, too. */
	own(): Promise<VirtualContact>;
	/** An image that was taken in for a product. */
	image(content?: Buffer): Promise<string>;
	/** How many questions of this kind WhatsApp was asked. */
	asked(child: string): number;
}

/** A bench for the tests of what businesses sell: the phone of the linked number runs WhatsApp Business. */
export function useShop(): ShopBench {
	const bench = useBench({ linked: false });
	beforeAll(async () => {
		bench.phone.platform = 'smba';
		await link(bench);
	});
	return {
		bench,
		run: async (command, input) => await runLater(bench, command, input),
		own: async () => await bench.simulator.contact(OWNER),
		async image(content = png()) {
			const details = { kind: 'productImage' as const };
			const stored = await bench.host.storeMedia(
				bench.account,
				details,
				Readable.from([Buffer.from(content)]),
			);
			return stored.mediaId;
		},
		asked: (child) =>
			bench.simulator.traffic
				.entries()
				.filter(
					({ direction, stanza: { content } }) =>
						direction === 'in' && Array.isArray(content) && content[0]?.tag === child,
				).length,
	};
}

export function productOf(id: string, more: Partial<Product> = {}): Product {
	return { id, name: `Bread ${id}`, price: 12_500, currency: 'BRL', image: png(), ...more };
}

/** What whoever has plain WhatsApp is told. */
export const needsBusiness = (what: string) => ({
	code: 'NOT_ALLOWED',
	message: `${what} need WhatsApp Business, and the phone of the linked number has the plain WhatsApp app.`,
});

export { BOB };
