import type { Linking } from './linking';
import type { MainDevice } from './main-device';
import type { ReceivedMatch, ReceivedMessage } from './received';
import type { Device } from './registry';

/** The phone of an account companions are linked to. */
export class VirtualPhone {
	constructor(
		private readonly device: MainDevice,
		private readonly linking: Linking,
		private readonly removeCompanion: (device: Device) => void,
	) {}

	get number(): string {
		return this.device.account.number;
	}

	/** The account's LID, as a JID. */
	get lid(): string {
		return this.device.account.jid('lid');
	}

	get jid(): string {
		return this.device.account.jid('pn');
	}

	/** While false, what is for the phone waits at the server. */
	get online(): boolean {
		return this.device.connected;
	}

	set online(on: boolean) {
		if (on) this.device.connect();
		else this.device.disconnect();
	}

	/** Scans a QR code, given as its text. Resolves when the companion is linked. */
	async scan(qrText: string): Promise<void> {
		await this.linking.scan(this.device.account, qrText);
	}

	/** Types a pairing code, with or without dash. Resolves when the companion is linked; one try per code. */
	async typeCode(code: string): Promise<void> {
		await this.linking.typeCode(this.device.account, code);
	}

	/** Whether a companion asks to be linked by code now. */
	get codeRequested(): boolean {
		return this.linking.isCodeRequested(this.number);
	}

	/** Resolves when a companion has asked to be linked by code. */
	async waitForCodeRequest(timeoutMs?: number): Promise<void> {
		await this.linking.waitForCodeRequest(this.number, timeoutMs);
	}

	/** The linked companions. */
	devices(): { id: number; connected: boolean }[] {
		return this.device.account.companions.map(({ id, queue }) => ({
			id,
			connected: queue.connected,
		}));
	}

	/** "Log out" in the phone's list of linked devices: one companion, or all. */
	unlink(deviceId?: number): void {
		for (const companion of this.device.account.companions) {
			if (deviceId === undefined || companion.id === deviceId) this.removeCompanion(companion);
		}
	}

	/** Copies of what the companions sent. */
	get received(): readonly ReceivedMessage[] {
		return this.device.copies.all;
	}

	/** Messages from others. */
	get inbox(): readonly ReceivedMessage[] {
		return this.device.received.all;
	}

	/** The copy of a message a companion sent: one that is here, or the next to come. */
	async waitForCopy(
		match: ReceivedMatch = () => true,
		timeoutMs?: number,
	): Promise<ReceivedMessage> {
		return await this.device.copies.waitFor(match, timeoutMs);
	}

	/** The user writes from the phone itself; companions get a copy. Returns the message id. */
	async sendText(to: string, text: string): Promise<string> {
		return await this.device.sendMessage(to, { conversation: text });
	}
}
