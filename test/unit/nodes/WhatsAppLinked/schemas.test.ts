import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeHelpers, SEND_AND_WAIT_OPERATION } from 'n8n-workflow';

import type {
	AddedParticipant,
	CallLink,
	Chat,
	ChatMessage,
	CheckedNumber,
	ContactDetails,
	Community,
	Group,
	Label,
	LinkedPhone,
	MessageDetails,
	MessageRecord,
	PrivacySettings,
	Profile,
	QueuedMessage,
	RejectedCall,
	SessionStatus,
	StoreMedia,
} from '../../../../engine/gateway/contract';
import { resources } from '../../../../nodes/WhatsAppLinked/actions';
import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { WhatsAppLinked } from '../../../../nodes/WhatsAppLinked/WhatsAppLinked.node';
import { gateway } from '../../../../nodes/shared/gateway';
import { message } from '../../../../nodes/WhatsAppLinkedTrigger/events/samples';
import { FILE } from '../../../support/incoming';
import { schemaOf } from '../../../support/output-schema';
import * as doubles from '../doubles';
import { askOutputs } from './ask-outputs';
import { businessAnswers } from './business-answers';
import { CHANNEL, channelAnswers } from './channel-answers';
import { queueAnswers } from './queue-answers';
import { conversationAnswers } from './conversation-answers';
import { SHOP, shopAnswers } from './shop-answers';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

/**
 * What each operation puts out, as n8n's editor shows it where the node has not run yet: recorded here, with the fields as
 * they are at first, with the options that change the output, and with everything that may be null once so and once not.
 * `UPDATE_DOCS=1` writes the files anew (prettier does the rest).
 */
const FOLDER = join(__dirname, '../../../../nodes/WhatsAppLinked/__schema__/v1.0.0');

const CALL_LINK = 'https://call.whatsapp.com/video/AbCdEfGhIjKlMnOpQrStUv';
const LINK = 'https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv';
const AT = '2026-01-01T00:00:01.000Z';
const error = { code: 'REJECTED' as const, message: 'No.', hint: 'Ask.', retryable: false };

/** What the engine answers: once with as little as there can be, and once with all there can be. */
interface Answers {
	record: MessageRecord;
	details: MessageDetails;
	status: SessionStatus;
	phone: LinkedPhone;
	call: RejectedCall;
	callLink: CallLink;
	queued: QueuedMessage;
	/** Of a recording that could not be converted. */
	note: string | null;
	chat: Chat;
	chatMessage: ChatMessage;
	group: Group;
	added: AddedParticipant;
	contact: ContactDetails;
	number: CheckedNumber;
	profile: Profile;
	privacy: PrivacySettings;
	label: Label;
	pictureId: string | null;
	community: Community;
}

const queued = {
	messageId: doubles.record.messageId,
	status: 'QUEUED' as const,
	chat: doubles.record.chat,
	queuedAt: doubles.record.queuedAt,
	sendAt: null,
	campaign: null,
	priority: 'normal' as const,
	preview: 'Hello',
};

const ana = { phone: '5511900000002', lid: '77@lid', name: 'Ana' };
const nobody = { phone: null, lid: null, name: null };
const added: AddedParticipant = {
	...nobody,
	given: '+55 11 90000-0002',
	status: 'added',
	message: 'Added.',
	invite: null,
	inviteMessageId: null,
};

const unknown = { ...nobody, savedName: null, verifiedName: null, pushName: null };
const hidden = { about: null, pictureUrl: null };

const chat: Chat = {
	...{ id: doubles.record.chat, type: 'direct', ...nobody },
	...{ unread: 0, markedUnread: false, archived: false, pinned: false, muted: false },
	...{ mutedUntil: null, lastMessageAt: null, ephemeralSeconds: null, labels: [], note: null },
};
const { eventId: _eventId, account: _account, broadcast: _list, ...chatMessage } = message();

const direct = { id: doubles.record.chat, type: 'direct' as const, ...nobody };

const community: Community = {
	...{ id: doubles.group.id, subject: 'Elm Street', description: null, owner: null },
	...{
		createdAt: null,
		announcementGroupId: null,
		membersAddGroups: true,
		subGroups: [],
		participants: [],
	},
};

const label: Label = { id: '6', name: 'Regular', color: 99, colorHex: null };

const noPrivacy: PrivacySettings = {
	...{ lastSeen: null, picture: null, about: null, online: null },
	...{ groupAdd: null, calls: null, messages: null, readReceipts: null },
};

const least: Answers = {
	chat,
	chatMessage,
	community,
	contact: { ...unknown, ...hidden, isBusiness: false, isBlocked: false },
	number: { given: 'Ana', exists: null, phone: null, lid: null, message: 'Not looked up.' },
	profile: { ...nobody, ...hidden, isBusiness: false, verifiedName: null },
	privacy: noPrivacy,
	label,
	pictureId: null,
	phone: {
		...{ phone: null, lid: null, platform: null, system: null, app: null },
		...{ deviceName: 'Mac OS', deviceId: null },
	},
	call: { callId: 'F44E', chat: direct, from: nobody, isVideo: false },
	callLink: { link: CALL_LINK, media: 'video', startsAt: null },
	group: doubles.group,
	added,
	record: doubles.record,
	details: { ...doubles.record, participants: [], progress: null },
	status: { ...doubles.status, phone: null, name: null, onlineSince: null },
	queued,
	note: null,
};

const done = {
	...doubles.record,
	sendAt: AT,
	sentAt: AT,
	receivedAt: AT,
	readAt: AT,
	playedAt: AT,
};
const shown = { about: 'Busy', pictureUrl: 'https://pps.whatsapp.net/v/1.jpg', isBusiness: true };
const names = { savedName: 'Ana Souza', verifiedName: 'Flowers by Ana', pushName: 'ana' };
const most: Answers = {
	contact: { ...ana, ...names, ...shown, isBlocked: true },
	number: { given: '1', exists: true, phone: ana.phone, lid: ana.lid, message: 'On WhatsApp.' },
	profile: { ...ana, ...shown, verifiedName: names.verifiedName },
	privacy: {
		...{ lastSeen: 'nobody', picture: 'contacts', about: 'everyone', online: 'sameAsLastSeen' },
		...{ groupAdd: 'contactsExcept', calls: 'known', messages: 'everyone', readReceipts: true },
	},
	label: { ...label, color: 1, colorHex: '#64C4FF' },
	pictureId: '1700000000',
	phone: {
		...{ phone: ana.phone, lid: ana.lid, platform: 'smba', system: 'Android' },
		...{ app: 'WhatsApp Business', deviceName: 'Shop bot', deviceId: 1 },
	},
	call: { callId: 'F44E', chat: { ...direct, ...ana }, from: ana, isVideo: true },
	callLink: { link: CALL_LINK, media: 'voice', startsAt: AT },
	chat: {
		...chat,
		...ana,
		mutedUntil: AT,
		lastMessageAt: AT,
		ephemeralSeconds: 0,
		note: 'Likes tea',
		labels: [{ id: '6', name: 'Regular' }],
	},
	chatMessage: {
		...chatMessage,
		...{ type: 'image', media: FILE, mentions: [ana], expiresAfterSeconds: 86_400, replyTo: 'A1' },
		quoted: { messageId: 'A1', fromMe: true, from: ana, type: 'text', text: 'Hello' },
	},
	group: {
		...doubles.group,
		description: 'For all',
		owner: ana,
		createdAt: AT,
		size: 1,
		participants: [{ ...ana, role: 'superadmin' }],
		communityId: '120363000000000002@g.us',
		inviteLink: LINK,
		inviteLinkError: 'Not an admin.',
	},
	added: {
		...added,
		...ana,
		status: 'invited',
		invite: { code: 'ABCD', expiresAt: AT },
		inviteMessageId: doubles.record.messageId,
	},
	community: {
		...{ ...community, description: 'All neighbors', owner: ana, createdAt: AT },
		announcementGroupId: '120363000000000003@g.us',
		subGroups: [
			{ id: '120363000000000003@g.us', subject: 'Elm Street', isAnnouncementGroup: true },
		],
		participants: [{ ...ana, role: 'superadmin' }],
	},
	record: { ...done, status: 'READ' },
	details: {
		...done,
		status: 'PLAYED',
		error,
		participants: [
			{ phone: null, lid: '77@lid', status: 'READ', at: AT },
			{ phone: '5511900000002', lid: null, status: 'READ', at: AT },
		],
		progress: { participants: 2, deliveredTo: 2, readBy: 1, playedBy: 0 },
	},
	status: {
		...doubles.status,
		lastMessageIn: AT,
		lastMessageOut: AT,
		droppedEvents: 1,
		queuePaused: AT,
		restrictedUntil: AT,
		newChats: { used: 45, max: 50, until: AT, status: 'SECOND_WARNING' },
		limits: {
			messagesPerDay: { used: 7, max: 1000 },
			messagesPerHour: { used: 7, max: 200 },
			newChatsPerDay: { used: 5, max: 50 },
			newChatsPerHour: { used: 5, max: 20 },
		},
		waiting: [{ reason: 'NEW_CHAT_LIMIT', count: 3, until: AT }],
		lastError: error,
	},
	queued: { ...queued, sendAt: AT, campaign: 'Spring sale' },
	note: 'Sent as a plain audio file.',
};

function engine(answers: Answers, duplicate: boolean) {
	const { record, details, status, queued: waiting, note, group, added: participant } = answers;
	const { contact, number, profile, privacy, pictureId, phone: linkedPhone } = answers;
	const { about, pictureUrl, isBusiness, isBlocked, ...named } = contact;
	const { chat: described, chatMessage: written } = answers;
	const { chat, messageId } = record;
	const acted = { chat, messageIds: [messageId] };
	const { id, subject, createdAt } = group;
	const participants = [participant];
	const { phone, lid, name, given, message } = participant;
	const person = { phone, lid, name };
	const somebody = { ...person, given, message };
	const { membersAddGroups: _, subGroups, participants: __, ...listed } = answers.community;
	const { announcementGroupId } = listed;
	const result = { id, given: id, message: 'Done.' };
	const double = doubles.gatewayDouble({
		'message.find': () => null,
		'message.send': () => ({
			...doubles.record,
			...(duplicate && { duplicate, sendAt: AT }),
		}),
		'message.wait': () => record,
		'message.status': () => details,
		'message.star': () => acted,
		'message.deleteForMe': () => acted,
		'message.markRead': () => acted,
		...businessAnswers(answers === most),
		...channelAnswers(answers === most),
		...conversationAnswers(answers === most),
		...shopAnswers(answers === most),
		'chat.getMany': () => [described],
		'chat.get': () => described,
		'chat.markRead': () => described,
		'chat.archive': () => described,
		'chat.pin': () => described,
		'chat.mute': () => described,
		'chat.unmute': () => described,
		'chat.clear': () => described,
		'chat.delete': () => described,
		'chat.setDisappearing': () => described,
		'chat.setNote': () => described,
		'label.getMany': () => [answers.label],
		'label.create': () => answers.label,
		'label.update': () => answers.label,
		'label.delete': () => answers.label,
		'label.setOnChat': () => ({ chat, label: answers.label }),
		'label.setOnMessage': () => ({ chat, messageId, label: answers.label }),
		'chat.getMessages': () => [written],
		'chat.showActivity': () => ({ chat }),
		'chat.subscribePresence': () => ({ chat }),
		'call.reject': () => answers.call,
		'call.ring': () => ({ callId: 'F44E', to: person, status: 'reached', message }),
		'call.createLink': () => answers.callLink,
		'queue.getMany': () => [waiting],
		'queue.editTime': () => record,
		'queue.delete': () => ({ ...record, status: 'CANCELLED' }),
		'queue.clear': () => ({ deleted: 1 }),
		...queueAnswers(answers === most),
		'group.get': () => group,
		'group.getMany': () => [group],
		'group.create': () => ({ id, subject, createdAt, participants, note }),
		'group.addParticipants': () => ({ id, participants }),
		'group.changeParticipants': () => ({
			id,
			participants: [{ ...somebody, status: 'removed' }],
		}),
		'group.setSubject': () => ({ id, subject }),
		'group.setDescription': () => ({ id, description: group.description }),
		'group.updateSettings': () => ({ id, settings: group.settings, changed: ['announce'] }),
		'group.setDisappearing': () => ({ id, ephemeralSeconds: 604_800 }),
		'group.requests': () => [{ ...person, group: id, requestedAt: createdAt, method: note }],
		'group.answerRequests': () => ({
			id,
			participants: [{ ...somebody, status: 'approved' }],
		}),
		'group.getInviteLink': () => ({ id, inviteLink: LINK }),
		'group.resetInviteLink': () => ({ id, inviteLink: LINK }),
		'group.getInvited': () => group,
		'group.joinByLink': () => ({ id, subject: note, status: 'joined', message }),
		'group.leave': () => ({ id, left: true }),
		'contact.getMany': () => [named],
		'contact.get': () => contact,
		'contact.getPicture': () => ({ ...person, url: pictureUrl, note }),
		'contact.check': () => ({ numbers: [number], left: 0 }),
		'contact.resolve': () => ({ ...person, note }),
		'contact.save': () => named,
		'contact.delete': () => person,
		'contact.setBlocked': () => person,
		'contact.getBlocked': () => [person],
		'contact.setOptedOut': () => ({ ...person, optedOut: true, since: note, reason: 'word' }),
		'contact.isOptedOut': () => ({ ...person, optedOut: true, since: note, reason: 'word' }),
		'profile.get': () => profile,
		'profile.setName': ({ name: given }) => ({ name: given }),
		'profile.setAbout': ({ about }) => ({ about }),
		'privacy.get': () => ({ ...privacy, defaultDisappearingSeconds: 0 }),
		'privacy.set': () => ({ ...privacy, changed: ['lastSeen'] }),
		'privacy.getBlacklist': () => [person],
		'privacy.changeBlacklist': ({ setting }) => ({ setting, contacts: [person] }),
		'privacy.setDefaultDisappearing': ({ seconds }) => ({ seconds }),
		'picture.set': () => ({ chat, pictureId }),
		'picture.remove': () => ({ chat, pictureId: null }),
		'community.get': () => answers.community,
		'community.getMany': () => [listed],
		'community.create': () => ({ id, subject, createdAt, announcementGroupId, subGroups, note }),
		'community.linkGroups': () => ({ id, groups: [{ ...result, status: 'linked' }] }),
		'community.unlinkGroups': () => ({ id, groups: [{ ...result, status: 'unlinked' }] }),
		'community.addParticipants': () => ({ id, participants }),
		'community.changeParticipants': () => ({
			id,
			participants: [{ ...somebody, status: 'removed' }],
		}),
		'community.updateSettings': () => ({ id, membersAddGroups: true }),
		'community.setDescription': () => ({ id, description: group.description }),
		'community.getInviteLink': () => ({ id, inviteLink: LINK }),
		'community.resetInviteLink': () => ({ id, inviteLink: LINK }),
		'community.deactivate': () => ({ id }),
		'status.viewers': () => [{ ...person, viewedAt: AT }],
		'session.status': () => status,
		'session.device': () => linkedPhone,
		'session.reconnect': () => status,
		'session.restart': () => status,
		'session.logOut': () => status,
		'session.forget': () => status,
		'session.linkByQr': () => ({ png: '', text: '2@...', expiresAt: AT, status }),
	});
	return {
		...double.gateway,
		storeMedia: async (_account: unknown, { kind }: StoreMedia) => ({
			...doubles.storedMedia,
			note: kind === 'voice' ? note : null,
		}),
	};
}

/** What a user must fill in. */
const FILLED: IDataObject = {
	to: { __rl: true, mode: 'id', value: doubles.record.chat },
	chat: { __rl: true, mode: 'id', value: doubles.record.chat },
	messageId: doubles.record.messageId,
	messageIds: doubles.record.messageId,
	group: { __rl: true, mode: 'id', value: doubles.group.id },
	contact: { __rl: true, mode: 'phone', value: '+55 11 90000-0002' },
	numbers: '+55 11 90000-0002',
	label: { __rl: true, mode: 'id', value: '6' },
	note: 'Likes tea',
	contacts: '+55 11 90000-0002',
	fullName: 'Ana Souza',
	name: 'Ana',
	about: 'Busy',
	community: { __rl: true, mode: 'id', value: doubles.group.id },
	channel: CHANNEL,
	groups: doubles.group.id,
	subject: 'Team',
	invite: LINK,
	participants: '+55 11 90000-0002',
	emoji: '👍',
	fileFrom: 'base64',
	base64: 'iVBORw0KGgo=',
	filesDefine: 'json',
	filesJson: [{ base64: 'iVBORw0KGgo=' }, { base64: 'iVBORw0KGgo=' }],
	post: doubles.record.messageId,
	cardsDefine: 'json',
	cardsJson: [{ text: 'Tea pot', base64: 'iVBORw0KGgo=', buttons: [] }],
	latitude: '-23.5505',
	longitude: '-46.6333',
	startsAt: '2030-01-01T18:00:00Z',
	sendAt: AT,
	...SHOP,
};

/** Options that change what comes out. */
const OPTIONS: IDataObject[] = [{}, { waitFor: 'SENT' }, { customId: 'order-1042' }, { split: 3 }];

const node = new WhatsAppLinked();

/** As n8n fills in what the user has left as it was. */
function parametersOf(resource: string, operation: string, options: IDataObject): INodeParameters {
	const given = { resource, operation, ...FILLED, options } as INodeParameters;
	const { properties } = node.description;
	const filled = NodeHelpers.getNodeParameters(
		properties,
		given,
		true,
		false,
		doubles.node,
		node.description,
	);
	return filled ?? {};
}

let executions = 0;

async function outputsOf(resource: string, operation: string): Promise<IDataObject[]> {
	// It puts out nothing before it is answered.
	if (operation === SEND_AND_WAIT_OPERATION) return await askOutputs();
	const outputs: IDataObject[] = [];
	for (const answers of [least, most]) {
		for (const options of OPTIONS) {
			const { customId } = options;
			const double = engine(answers, customId !== undefined);
			jest.mocked(gateway).mockReturnValue(double);
			const item = parametersOf(resource, operation, options);
			const { functions } = doubles.executeFunctions([item]);
			// What must not be done twice is remembered for the execution.
			const execution = `execution-of-schemas-${executions++}`;
			Object.assign(functions, { getExecutionId: () => execution });
			const [items = []] = await router.call(functions);
			outputs.push(...items.map(({ json }) => json));
		}
	}
	return outputs;
}

const operations = resources.flatMap(({ option, operations: ofResource }) =>
	Object.keys(ofResource).map((operation) => [option.value, operation] as const),
);

test.each(operations)('the schema of %s/%s shows what it puts out', async (resource, operation) => {
	const file = join(FOLDER, resource, `${operation}.json`);
	const schema = schemaOf(await outputsOf(resource, operation));

	if (process.env.UPDATE_DOCS) writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
	expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema);
});
