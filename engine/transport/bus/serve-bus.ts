import type { Clock, Timer } from '../../clock';
import type { Gateway } from '../../gateway/contract';
import type { Logs } from '../../log';
import { failureOf } from '../failure';
import { createAnswers } from './answers';
import type { Bus, Listening } from './bus';
import { createDeliveries } from './deliveries';
import type { Frame } from './frames';
import { createPieces } from './pieces';
import {
	accountChannel,
	ALL,
	ownChannel,
	type Address,
	type Call,
	type OpenedFile,
	type ToAll,
	type ToGateway,
	type ToServer,
} from './protocol';

/** The engine's end of the bus: serves a gateway for the accounts that it owns. */

export interface BusServer {
	/** From now on others hear that an engine looks after numbers here. */
	beat(): void;
	/** From now on it answers for the account. Resolves when it is heard there. */
	own(accountId: string): Promise<void>;
	/** Another one may own it now. What is under way for others is theirs to ask again. */
	disown(accountId: string): void;
	close(): void;
}

export interface BusServerOptions {
	bus: Bus;
	/** Drawn anew at each start. */
	address: Address;
	/** Closed by whoever opened it, as the bus is. */
	gateway: Gateway;
	clock: Clock;
	logs: Logs;
	/** Somebody gets no answer from the owner of the account. */
	onClaim(accountId: string): void;
	/** Whether the error says that another one owns the account, and nothing was done. */
	isMoved(error: unknown): boolean;
}

/** Others look whether any engine is there. */
const BEAT_EVERY_MS = 2_000;

export function serveBus(options: BusServerOptions): BusServer {
	const { bus, address, gateway, clock, logs, onClaim, isMoved } = options;
	const owned = new Map<string, Listening>();
	let beating: Timer | undefined;

	const tellAll = (header: ToAll) => bus.publish(ALL, header);
	const send = (to: Address, header: ToGateway, bytes?: Uint8Array) =>
		bus.publish(ownChannel(to), header, bytes);
	const pieces = createPieces({ address, clock, send });
	const deliveries = createDeliveries({ address, clock, send, subscribe: gateway.subscribe });
	const answers = createAnswers({
		clock,
		send,
		run,
		failure(error, { account, ask }) {
			if (isMoved(error)) return undefined;
			const asked = ask.type === 'request' ? ask.command : ask.type;
			return failureOf(error, asked, logs.of(account.id));
		},
	});

	async function run({ from, account, ask }: Call): Promise<unknown> {
		switch (ask.type) {
			case 'owner':
				return address;
			case 'request':
				return await gateway.request(account, ask.command, ask.input as never);
			case 'storeMedia':
				return await gateway.storeMedia(account, ask.media, pieces.read(from, ask.stream));
			case 'openMedia': {
				const { info, content } = await gateway.openMedia(account, ask.media);
				return { info, from: address, stream: pieces.offer(content) } satisfies OpenedFile;
			}
			case 'subscribe':
				return await deliveries.subscribe(from, account, ask);
			case 'unsubscribe':
				return await deliveries.unsubscribe(from, ask.subscriptionId);
		}
	}

	function called(call: Call): void {
		if (call.to === undefined || call.to === address) answers.take(call);
		// Whoever was asked may have done it.
		else send(call.from, { type: 'moved', id: call.id, mayBeDone: true });
	}

	function receive(frame: Frame): void {
		const { header, bytes } = frame as Frame<ToServer>;
		if (header.type === 'running' || header.type === 'taken') deliveries.receive(header);
		else pieces.receive({ header, bytes });
	}

	function heard({ header }: Frame): void {
		const said = header as ToAll;
		if (said.type === 'claim') onClaim(said.accountId);
		else if (said.type === 'gone') deliveries.gone(said.from);
	}

	function beat(): void {
		beating?.cancel();
		tellAll({ type: 'beat', from: address });
		beating = clock.after(BEAT_EVERY_MS, beat);
	}

	const listening = [bus.listen(ownChannel(address), receive), bus.listen(ALL, heard)];
	bus.onConnected(() => {
		deliveries.reconnected();
		if (beating) tellAll({ type: 'beat', from: address });
	});

	function disown(accountId: string): void {
		owned.get(accountId)?.close();
		if (!owned.delete(accountId)) return;
		answers.moved(accountId);
		deliveries.moved(accountId);
	}

	return {
		beat,
		async own(accountId) {
			if (owned.has(accountId)) return;
			const its = bus.listen(accountChannel(accountId), ({ header }) => called(header as Call));
			owned.set(accountId, its);
			await its.ready;
			if (owned.get(accountId) === its) tellAll({ type: 'owned', accountId, by: address });
		},
		disown,
		close() {
			for (const accountId of [...owned.keys()]) disown(accountId);
			for (const one of listening) one.close();
			beating?.cancel();
			answers.close();
			deliveries.close();
			pieces.close();
		},
	};
}
