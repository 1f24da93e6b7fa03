import type { BinaryNode } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import type { Addressing } from './address';
import type { Clock } from './clock';
import type { Account, Device } from './registry';
import { stanza, stanzaId } from './stanza';

export interface CallOptions {
	readonly video?: boolean;
	/** The JID of the group that is called. */
	readonly group?: string;
	/** By which name the caller goes; the other one stands beside it. Default `lid`, as today. */
	readonly addressing?: Addressing;
	/** Whether the server tells of the call a second time (`offer_notice`), as it does in groups. */
	readonly notice?: boolean;
}

export type CallState = 'ringing' | 'answered' | 'rejected' | 'over';

/** Somebody calls a number: it rings on all its devices until one answers or rejects, or the caller hangs up. */
export class VirtualCall {
	readonly id = randomBytes(16).toString('hex').toUpperCase();
	#state: CallState = 'ringing';

	/** The device that has answered or rejected. */
	#by: Device | undefined;

	constructor(
		readonly caller: Device,
		readonly called: Account,
		private readonly clock: Clock,
		private readonly options: CallOptions,
	) {}

	get state(): CallState {
		return this.#state;
	}

	/** By which address the caller goes in this call. */
	get creator(): string {
		return this.caller.jid(this.#addressing);
	}

	ring(): void {
		const { video = false, group, notice = false } = this.options;
		const { account } = this.caller;
		const other =
			this.#addressing === 'lid'
				? { caller_pn: account.jid('pn') }
				: { caller_lid: account.jid('lid') };
		const media = [
			stanza('audio', { enc: 'opus', rate: '16000' }),
			...(video ? [stanza('video')] : []),
		];
		this.#tell('offer', { ...other, 'group-jid': group }, media);
		if (!notice) return;
		const attrs = { type: 'group', media: video ? 'video' : 'audio', 'group-jid': group };
		this.#tell('offer_notice', { ...other, ...attrs });
	}

	/** The caller gives up, or ends the call; `seconds`: how long they spoke. */
	hangUp(seconds?: number): void {
		if (this.#state === 'rejected' || this.#state === 'over') return;
		const duration = seconds === undefined ? undefined : String(seconds * 1000);
		const reason = this.#state === 'ringing' ? 'timeout' : undefined;
		this.#state = 'over';
		this.#tell('terminate', { duration, audio_duration: duration, reason });
	}

	/** The caller's device tells all others that they need not ring any more (`WaCallMediaSession` of vinikjkkj/zapo). */
	answer(by: Device): void {
		this.#settle('answered', by, 'accepted_elsewhere');
	}

	reject(by: Device): void {
		this.#settle('rejected', by, 'rejected_elsewhere');
	}

	/** Whether this device has rejected it. */
	isRejectedBy(device: Device): boolean {
		return this.#state === 'rejected' && this.#by === device;
	}

	get #addressing(): Addressing {
		return this.options.addressing ?? 'lid';
	}

	#settle(state: CallState, by: Device, reason: string): void {
		if (this.#state !== 'ringing') return;
		this.#state = state;
		this.#by = by;
		this.#tell('terminate', { reason }, undefined, by);
	}

	#tell(
		tag: string,
		attrs: Record<string, string | undefined>,
		content?: BinaryNode[],
		except?: Device,
	): void {
		const about = { 'call-id': this.id, 'call-creator': this.creator };
		const { account } = this.caller;
		const around = {
			id: stanzaId(),
			from: account.jid(this.#addressing),
			t: String(this.clock.seconds()),
			notify: account.pushName,
		};
		this.called.broadcast(
			stanza('call', around, [stanza(tag, { ...about, ...attrs }, content)]),
			except,
		);
	}
}

/** All calls there were. */
export class Calls {
	readonly #all = new Map<string, VirtualCall>();

	constructor(private readonly clock: Clock) {}

	/** Rings on every device of an account. */
	start(caller: Device, called: Account, options: CallOptions = {}): VirtualCall {
		const call = new VirtualCall(caller, called, this.clock, options);
		this.#all.set(call.id, call);
		call.ring();
		return call;
	}

	find(id: string | undefined): VirtualCall | undefined {
		return id === undefined ? undefined : this.#all.get(id);
	}
}
