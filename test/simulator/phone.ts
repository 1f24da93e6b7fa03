import { proto } from '@whiskeysockets/baileys';
import type { AppStateChange, NewAppStateChange } from './app-state-reader';
import { toJid } from './address';
import type { VirtualCall } from './calls';
import { newBusiness, type BusinessRecord } from './business';
import { chatChange, type PhoneChatChange } from './chat-settings';
import type { PastChat } from './history';
import { labelChange, labelling, labelsIn, noteChange, noteIn, type ShownLabel } from './labels';
import type { Linking } from './linking';
import type { MainDevice } from './main-device';
import { restrictionNotice } from './mex/restriction';
import { tellNewChats } from './new-chat-counting';
import type { NewChatLimit } from './new-chats';
import { tellPrivacy } from './privacy';
import type { PrivacySettings } from './privacy-settings';
import { contactChange, starChange } from './phone-settings';
import type { ReceivedMatch, ReceivedMessage } from './received';
import type { Account, Device } from './registry';
import { Writer } from './writer';

/**
 * The phone of an account companions are linked to. What its owner writes on it, and does to messages, reaches the
 * companions as copies.
 */
export class VirtualPhone extends Writer {
	constructor(
		device: MainDevice,
		private readonly linking: Linking,
		private readonly removeCompanion: (device: Device) => void,
		/** Makes sure that there is somebody with this number. */
		private readonly meet: (number: string) => Promise<unknown>,
	) {
		super(device);
	}

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

	/** What the phone runs: companions are told when they are linked. */
	set platform(platform: Account['platform']) {
		const { account } = this.device;
		account.platform = platform;
		if (platform.startsWith('smb')) account.business ??= newBusiness();
	}

	/** What the business shows of itself; undefined: it is none. */
	get business(): BusinessRecord | undefined {
		return this.device.account.business;
	}

	/** Whether a companion shows the account as online: then WhatsApp sends the phone no notifications. */
	get available(): boolean {
		return this.device.account.available;
	}

	/**
	 * WhatsApp restricts the account until then (ms), or no more: that is what it answers, and unless `told` is false it
	 * tells the companions. Messages are refused by a fault.
	 */
	restrict(until: number | undefined, told = true): void {
		const { account, clock } = this.device;
		account.restrictedUntil = until;
		if (told) account.broadcast(restrictionNotice(account, clock.seconds()), account.main);
	}

	/**
	 * So many new chats may the account start: WhatsApp counts them, warns and refuses (475). Undefined: as many as it likes.
	 * Unless `isTold` is false it tells the companions, now and when that changes.
	 */
	limitNewChats(limit: NewChatLimit | undefined, isTold = true): void {
		const { account, clock } = this.device;
		account.newChats.limit(limit);
		account.newChats.isTelling = isTold;
		tellNewChats(account, clock);
	}

	/** WhatsApp says this of the new chats from now on, whatever is true, and tells the companions. */
	sayOfNewChats(words: unknown): void {
		const { account, clock } = this.device;
		account.newChats.lie(words);
		tellNewChats(account, clock);
	}

	/** Who may see what of the account: WhatsApp's own words. */
	get privacy(): PrivacySettings {
		return this.device.account.privacy;
	}

	/** How long messages of new chats are there, in seconds. */
	get defaultEphemeral(): number {
		return this.device.account.defaultEphemeral.seconds;
	}

	/** Changes a privacy setting on the phone; companions are told. */
	setPrivacy(name: string, value: string): void {
		const { account } = this.device;
		if (!account.privacy.set(name, value)) throw new Error(`${name} cannot be ${value}`);
		tellPrivacy(account, name, account.main);
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

	/** The code that a companion asked for is of no use any more: it is told to ask for another. */
	retireCode(): void {
		this.linking.retireCode(this.device.account);
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
	devices(): { id: number; name: string; connected: boolean }[] {
		return this.device.account.companions.map(({ id, name, queue }) => ({
			id,
			name,
			connected: queue.connected,
		}));
	}

	/** So many people write to the account that its companions have no one-time keys left on the server. */
	useUpOneTimeKeys(): void {
		for (const { keys } of this.device.account.companions) keys?.oneTimeKeys.splice(0);
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

	/** A message from somebody else: one that is here, or the next to come. */
	async waitForMessage(
		match: ReceivedMatch = () => true,
		timeoutMs?: number,
	): Promise<ReceivedMessage> {
		return await this.device.received.waitFor(match, timeoutMs);
	}

	/** The copy of a message a companion sent: one that is here, or the next to come. */
	async waitForCopy(
		match: ReceivedMatch = () => true,
		timeoutMs?: number,
	): Promise<ReceivedMessage> {
		return await this.device.copies.waitFor(match, timeoutMs);
	}

	/** Asks the companion that sent it for a copy again, as if it could not be decrypted. */
	async requestRetry(id: string): Promise<void> {
		await this.device.requestRetry(id);
	}

	/** What its devices have changed in the settings they share, in order: stars, chats, contacts, … */
	get appState(): readonly AppStateChange[] {
		return this.device.settings.changes;
	}

	/** A change of the shared settings: the first there was, or the next to come. */
	async waitForAppState(
		matches: (change: AppStateChange) => boolean,
		timeoutMs?: number,
	): Promise<AppStateChange> {
		return await this.device.settings.waitFor(matches, timeoutMs);
	}

	/** Changes the shared settings on the phone; companions are told, later ones find it. */
	async changeAppState(change: NewAppStateChange): Promise<void> {
		await this.device.changeSettings(change);
	}

	/** The same, each at the moment in which a companion is about to change something itself: it comes too late. */
	async overtakeAppState(...changes: NewAppStateChange[]): Promise<void> {
		await this.device.overtakeSettings(changes);
	}

	/** Writes somebody into the phone's address book, or renames him. Companions learn it by the shared settings. */
	async addContact(number: string, fullName: string, firstName?: string): Promise<void> {
		const account = await this.#acquaintance(number);
		await this.changeAppState(contactChange(account, { fullName, firstName }));
	}

	/** Takes somebody out of the phone's address book. */
	async removeContact(number: string): Promise<void> {
		await this.changeAppState(contactChange(await this.#acquaintance(number), undefined));
	}

	/** Puts a star on a message, or takes it off. */
	async star(messageId: string, starred = true): Promise<void> {
		const message = this.device.knownMessage(messageId);
		await this.changeAppState(starChange(message, starred));
	}

	/** Archives, pins, mutes, ... a chat on the phone: a number or JID. */
	async changeChat(chat: string, change: PhoneChatChange): Promise<void> {
		const jid = toJid(chat);
		await this.changeAppState(chatChange(jid, change, this.device.lastAtIn(jid)));
	}

	/** The labels of WhatsApp Business, by their IDs. */
	get labels(): ReadonlyMap<string, ShownLabel> {
		return labelsIn(this.appState);
	}

	/** Makes a label on the phone, changes or deletes it. */
	async changeLabel(id: string, label: Parameters<typeof labelChange>[1]): Promise<void> {
		await this.changeAppState(labelChange(id, label));
	}

	/** Gives a chat (a number or JID) a label on the phone, or a message in it; or takes it away. */
	async label(id: string, chat: string, labelled = true, messageId?: string): Promise<void> {
		await this.changeAppState(labelling(id, toJid(chat), labelled, messageId));
	}

	/** The note of WhatsApp Business about a chat: a number or JID. */
	noteOn(chat: string): string | undefined {
		return noteIn(this.appState, toJid(chat));
	}

	/** Writes a note about a chat on the phone, or takes it away. */
	async note(chat: string, text: string | undefined): Promise<void> {
		await this.changeAppState(noteChange(toJid(chat), text));
	}

	/** Opens the chat: all these messages are read. */
	async read(...ids: string[]): Promise<void> {
		await this.device.settled();
		this.device.confirm(ids, 'read');
	}

	/** Picks up a call to this number, or turns it down. Returns the call. */
	answerCall(id: string): VirtualCall {
		const call = this.#callOf(id);
		call.answer(this.device.account.main);
		return call;
	}

	rejectCall(id: string): VirtualCall {
		const call = this.#callOf(id);
		call.reject(this.device.account.main);
		return call;
	}

	/** Writes a call to this number into the list of calls that its devices share. */
	async logCall(
		call: VirtualCall,
		result: keyof typeof proto.CallLogRecord.CallResult,
		seconds = 0,
	): Promise<void> {
		await this.changeAppState({
			collection: 'regular',
			// As Auties00/Cobalt has it (CallLogMutationFactory): who called, the ID, whether it was us.
			index: ['call_log', call.creator, call.id, '0'],
			action: {
				callLogAction: {
					callLogRecord: {
						...{ callId: call.id, callCreatorJid: call.creator, isIncoming: true },
						...{ callResult: proto.CallLogRecord.CallResult[result], duration: seconds },
					},
				},
			},
			operation: 'set',
			apiVersion: 4,
		});
	}

	/** A chat from before: companions that are linked from here on get it as history. */
	async addChat(number: string, chat: PastChat = {}): Promise<void> {
		this.device.history.addChat(await this.#acquaintance(number), chat);
	}

	/** How companions that are linked from here on get the history; inside messages by default. */
	set historyDelivery(delivery: 'inline' | 'media') {
		this.device.history.delivery = delivery;
	}

	#callOf(id: string): VirtualCall {
		const call = this.device.calls.find(id);
		if (call?.called === this.device.account) return call;
		throw new Error(`Nobody calls ${this.number} with the ID ${id}`);
	}

	async #acquaintance(number: string): Promise<Account> {
		await this.meet(number);
		const account = this.device.registry.find(number);
		if (!account) throw new Error(`${number} is not on WhatsApp`);
		this.device.history.addAcquaintance(account);
		return account;
	}
}
