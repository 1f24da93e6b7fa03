import { proto } from '@whiskeysockets/baileys';
import { type Addressing, toJid } from './address';
import type { VerifiedLevel } from './business';
import type { CallOptions, VirtualCall } from './calls';
import type { Cart } from './cart';
import { type Collection, type ListedProduct, openCatalogue, type Product } from './catalogue';
import { ContactNews } from './contact-news';
import type { MainDevice, ReceivedReceipt } from './main-device';
import type { SentMessage } from './message-sender';
import type { MediaHost } from './media';
import { type MediaKind, type MediaReference, mediaIn, openMedia, sealMedia } from './media-crypto';
import type { ReceivedRing } from './rings';
import { storePicture } from './picture';
import { setAvailable } from './presence';
import type { ReceivedMatch, ReceivedMessage } from './received';
import { Writer } from './writer';

const { MEDIA_ALBUM } = proto.MessageAssociation.AssociationType;

export interface ContactOptions {
	/** The name others see next to a message. */
	readonly name?: string;
	/** Whether "read" may be seen by others; default true. */
	readonly readReceipts?: boolean;
	/** Whether the contact is connected; default true. */
	readonly online?: boolean;
	/** Another number that leads to this one when WhatsApp is asked, like a Brazilian mobile without its 9. */
	readonly alias?: string;
}

/** What a media message says besides its file. */
export interface MediaDetails {
	readonly mimetype?: string;
	readonly caption?: string;
	readonly fileName?: string;
	/** A voice message. */
	readonly ptt?: boolean;
}

/** Somebody else on WhatsApp: decrypts, answers, reads. */
export class VirtualContact extends Writer {
	/** Whether "read" may be seen by others. */
	readReceipts = true;

	constructor(
		device: MainDevice,
		private readonly media: MediaHost,
		private readonly nowSeconds: () => number,
	) {
		super(device);
	}

	/** Changes what is given and leaves the rest. */
	async apply({ name, readReceipts, online }: ContactOptions): Promise<void> {
		if (name !== undefined) this.device.account.pushName = name;
		if (readReceipts !== undefined) this.readReceipts = readReceipts;
		if (online === true) await this.goOnline();
		if (online === false) this.goOffline();
	}

	get number(): string {
		return this.device.account.number;
	}

	get jid(): string {
		return this.device.account.jid('pn');
	}

	/** The contact's LID, as a JID. */
	get lid(): string {
		return this.device.account.jid('lid');
	}

	get name(): string {
		return this.device.account.pushName;
	}

	/** What "About" shows, as it was before it became a note. */
	get about(): string {
		return this.device.account.about;
	}

	set about(text: string) {
		this.device.account.about = text;
	}

	/** The note that "About" shows; undefined: there is none. */
	get note(): string | undefined {
		const { text, emoji } = this.device.account.note ?? {};
		return [emoji, text].filter(Boolean).join(' ') || undefined;
	}

	/** Sets a note that disappears after this many seconds. */
	setNote(text: string, { emoji, seconds = -1 }: { emoji?: string; seconds?: number } = {}): void {
		this.device.account.note = { text, emoji, seconds, atSeconds: this.nowSeconds() };
	}

	/** The name of a business, verified by WhatsApp: whoever has one is a business. */
	set verifiedName(name: string | undefined) {
		this.device.account.verifiedName = name;
	}

	/** Whether WhatsApp has: of a business only. */
	set verifiedLevel(level: VerifiedLevel) {
		this.device.account.verifiedLevel = level;
	}

	/** Lets everybody see it, or nobody. */
	show(what: 'picture' | 'about', isShown: boolean): void {
		const setting = what === 'picture' ? 'profile' : 'status';
		this.device.account.privacy.set(setting, isShown ? 'all' : 'none');
	}

	/** Whoever is blocked reaches this contact no more, and is not told. */
	block(number: string): void {
		const { account, registry } = this.device;
		account.blocked.add(registry.open(number).jid('lid'));
	}

	/** The numbers or LIDs of those whom this contact has blocked. */
	get blocked(): readonly string[] {
		return [...this.device.account.blocked];
	}

	/** The picture that others see, a JPEG; undefined: none. */
	get picture(): Buffer | undefined {
		const { picture } = this.device.account;
		return picture && this.media.load(picture.path);
	}

	set picture(jpeg: Buffer | undefined) {
		const { account } = this.device;
		account.picture = jpeg && storePicture(this.media, jpeg);
	}

	/** What was received so far, in order. */
	get received(): readonly ReceivedMessage[] {
		return this.device.received.all;
	}

	/** What this contact sent so far, in order. */
	get sent(): readonly SentMessage[] {
		return this.device.sent;
	}

	/** Whether this contact has opened a message. */
	hasRead(id: string): boolean {
		return this.device.hasRead(id);
	}

	/** Receipts for what this contact sent, in order. */
	get receipts(): readonly ReceivedReceipt[] {
		return this.device.receipts;
	}

	/** What others were seen doing, in order: composing, recording, paused. */
	get typing(): readonly string[] {
		return this.device.typing;
	}

	/** Whether delivery receipts are sent by themselves; default true. */
	get autoDeliver(): boolean {
		return this.device.style.autoDeliver;
	}

	set autoDeliver(on: boolean) {
		this.device.style.autoDeliver = on;
	}

	/** The type of delivery receipts: none, or `inactive`, which a client in the background sends. */
	get receiptType(): 'inactive' | undefined {
		return this.device.style.type;
	}

	set receiptType(type: 'inactive' | undefined) {
		this.device.style.type = type;
	}

	/** So many keys are used for nothing before each message, as a modified client may do; default 0. */
	set skippedKeys(count: number) {
		this.device.skippedKeys = count;
	}

	/** By which name receipts are sent; by the one the message was addressed to when undefined. */
	get receiptAddressing(): Addressing | undefined {
		return this.device.style.addressing;
	}

	set receiptAddressing(addressing: Addressing | undefined) {
		this.device.style.addressing = addressing;
	}

	/** The device suffix of receipts, e.g. 3 for `number:3@…`; 0 for none. */
	get receiptDevice(): number {
		return this.device.style.device;
	}

	set receiptDevice(device: number) {
		this.device.style.device = device;
	}

	/** The first message that matches: one that is here, or the next to come. */
	async waitForMessage(
		match: ReceivedMatch = () => true,
		timeoutMs?: number,
	): Promise<ReceivedMessage> {
		return await this.device.received.waitFor(match, timeoutMs);
	}

	/** Uploads a file and sends it. Returns the message id. */
	async sendMedia(
		to: string,
		kind: MediaKind,
		content: Buffer,
		details: MediaDetails = {},
	): Promise<string> {
		return await this.sendMessage(to, await this.#fileMessage(kind, content, details));
	}

	/** Sends images and videos as one album. Returns the ids of the messages: first that of the album itself. */
	async sendAlbum(
		to: string,
		files: ReadonlyArray<{ kind: 'image' | 'video'; content: Buffer; details?: MediaDetails }>,
	): Promise<string[]> {
		const count = (wanted: string) => files.filter(({ kind }) => kind === wanted).length;
		const album = await this.sendMessage(to, {
			albumMessage: { expectedImageCount: count('image'), expectedVideoCount: count('video') },
		});
		const ids = [album];
		for (const { kind, content, details = {} } of files) {
			const parentMessageKey = { remoteJid: toJid(to), fromMe: true, id: album };
			const messageAssociation = { associationType: MEDIA_ALBUM, parentMessageKey };
			const message = await this.#fileMessage(kind, content, details);
			ids.push(
				await this.sendMessage(to, { ...message, messageContextInfo: { messageAssociation } }),
			);
		}
		return ids;
	}

	async #fileMessage(
		kind: MediaKind,
		content: Buffer,
		details: MediaDetails,
	): Promise<proto.IMessage> {
		const { upload, ...sealed } = await sealMedia(kind, content);
		const path = `/mms/${kind}/${sealed.fileEncSha256.toString('base64url')}`;
		this.media.store(path, upload);
		const reference = { ...sealed, url: this.media.urlOf(path), directPath: path };
		return { [`${kind}Message`]: { ...reference, ...details } };
	}

	/** What this contact, then a business, offers; the images lie on the media host. */
	get catalogue(): readonly ListedProduct[] {
		return this.device.account.catalogue?.products ?? [];
	}

	set catalogue(products: readonly Product[]) {
		this.device.account.catalogue = openCatalogue(products, this.number, this.media);
	}

	/** Carts that customers have sent to this contact, then a business. */
	set carts(carts: readonly Cart[]) {
		this.device.account.carts = carts;
	}

	/** Which products are shown together. */
	get collections(): readonly Collection[] {
		return this.device.account.catalogue?.collections ?? [];
	}

	set collections(collections: readonly Collection[]) {
		const { catalogue } = this.device.account;
		if (!catalogue) throw new Error(`${this.number} has no catalogue`);
		catalogue.collections = [...collections];
	}

	/** Downloads and decrypts the file of a received message. */
	async openMedia(id: string): Promise<Buffer> {
		const reference = mediaIn(this.#receivedMessage(id).message);
		if (!reference) throw new Error(`Message ${id} has no file`);
		return await this.openFile(reference);
	}

	/** The same for a file that is not all of its message: above buttons, on a card, of a product. */
	async openFile(reference: MediaReference): Promise<Buffer> {
		const upload = this.media.load(reference.directPath);
		if (!upload) throw new Error(`Nothing was uploaded to ${reference.directPath}`);
		return await openMedia(reference, upload);
	}

	/** Shows others what this contact is doing. */
	setTyping(to: string, state: 'composing' | 'recording' | 'paused'): void {
		this.device.sendChatState(to, state);
	}

	/** Calls a number, or its people in a group, and hangs up. Returns the ID of the call. */
	call(number: string, options?: CallOptions): string {
		const call = this.ring(number, options);
		call.hangUp();
		return call.id;
	}

	/** Calls of companions that have rung here, in order. */
	get rings(): readonly ReceivedRing[] {
		return this.device.rings;
	}

	/** Picks up a call that rings, or turns it down. */
	answerRing(id: string, answer: 'accept' | 'reject'): void {
		this.device.answerRing(id, answer);
	}

	/** Calls, and waits. */
	ring(number: string, options?: CallOptions): VirtualCall {
		const { account, calls, registry } = this.device;
		return calls.start(account.main, registry.open(number), options);
	}

	/** Changes something of this contact, which WhatsApp tells this number. `isSaved`: it has the contact in its address book. */
	change(number: string, addressing: Addressing = 'lid', isSaved = true): ContactNews {
		const { account, registry, clock } = this.device;
		const context = { registry, clock };
		return new ContactNews(account, registry.open(number), context, addressing, isSaved);
	}

	/** Opens the chat: all these messages are read. With read receipts off nobody else learns of it. */
	async read(...ids: string[]): Promise<void> {
		await this.device.settled();
		this.device.confirm(ids, this.readReceipts ? 'read' : 'read-self');
	}

	/** Plays a voice message. */
	async played(id: string): Promise<void> {
		await this.device.settled();
		this.device.confirm([id], 'played');
	}

	/** Asks the sender for a message again, as if it could not be decrypted. */
	async requestRetry(id: string): Promise<void> {
		await this.device.requestRetry(id);
	}

	/** Leaves: messages wait at the server, so there are no delivery receipts. */
	goOffline(): void {
		this.device.disconnect();
		setAvailable(this.device.account, false, this.nowSeconds());
	}

	/** Comes back; resolves when what had waited is received. */
	async goOnline(): Promise<void> {
		setAvailable(this.device.account, true, this.nowSeconds());
		this.device.connect();
		await this.device.settled();
	}

	#receivedMessage(id: string): ReceivedMessage {
		const message = this.device.received.find(id);
		if (!message) throw new Error(`${this.number} has received no message ${id}`);
		return message;
	}
}
