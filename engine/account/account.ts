import { isDeepStrictEqual } from 'node:util';
import { createAutoReject } from '../calls/auto-reject';
import { createCalls } from '../calls/calls';
import { createRinging } from '../calls/ringing';
import { createChangeNotifier } from '../change-notifier';
import { createChats } from '../chats/chats';
import { createLabels } from '../chats/labels';
import type { Clock } from '../clock';
import { createContactSync } from '../contacts/contact-sync';
import { createDirectory } from '../contacts/directory';
import { createGroupRoles } from '../contacts/group-roles';
import { createHashedBusinesses } from '../contacts/hashed-businesses';
import { createOptOuts } from '../contacts/opt-outs';
import { createFindAddresses } from '../contacts/people';
import { sessionEvent, type AccountInfo } from '../content/events';
import { jidOfPhone, lidOf, phoneOf } from '../content/jid';
import { createConversations } from '../conversations/conversations';
import { createEventLog } from '../events/event-log';
import type { SessionEvent } from '../gateway/contract';
import { createAutoRead } from '../inbox/auto-read';
import { createInbox, createInboxRecords } from '../inbox/inbox';
import { createNotices } from '../inbox/notices';
import { kindOf } from '../log';
import { createMedia, DEFAULT_GIGABYTES_A_DAY } from '../media/index';
import { createAudiences } from '../outbox/audiences';
import { createPosts } from '../outbox/posts';
import { createLedger } from '../outbox/ledger';
import { idSecretOf, messageIdOf } from '../outbox/message-id';
import { createOutbox } from '../outbox/outbox';
import { createPace } from '../pace';
import { createRoute } from '../proxy/route';
import { createQuestions } from '../questions/questions';
import { createConnection, type Connection, type ConnectionEvent } from '../session/connection';
import { createLinkRecord } from '../session/link-record';
import { hasNumber } from '../session/link-state';
import { createLinking, type Linking } from '../session/linking';
import { createCopyCheck, OLD_COPY } from '../session/old-copy';
import { createPhoneRecord } from '../session/phone-record';
import { createServerTime } from '../session/server-time';
import { BACKLOG_STALLED, createWatchdog } from '../session/watchdog';
import { createKeyStore } from '../store/keys';
import {
	createAuth,
	createConnectionMemory,
	createLidMapping,
	createVersions,
	isMediaHost,
} from '../whatsapp/index';
import { dispatch, type Handlers } from './dispatch';
import { createPostWatch } from './post-watch';
import { createRetention } from './retention';
import { createSettings } from './settings';
import { createStatus } from './status';
import type { Account, AccountOptions } from './types';

export type { Account };

export function createAccount(options: AccountOptions): Account {
	const { id, store, log, url, connect } = options;
	const settings = createSettings(store.settings, options.settings);
	const time = createServerTime({
		clock: options.clock,
		settings: store.settings,
		isLinked: () => auth.isPaired(),
	});
	const { now } = time;
	const clock: Clock = Object.assign(Object.create(options.clock) as Clock, { now });
	const keys = createKeyStore(store);
	const records = createInboxRecords(store, now);
	const { journal, unfinishedStanzas } = records;
	const auth = createAuth(keys, journal);
	const lidMapping = createLidMapping(keys);
	const route = createRoute(
		() => settings.get().proxy,
		(ms, task) => clock.after(ms, task),
	);
	const askVersion = () => options.askVersion(route.agent());
	const versions = createVersions(store.settings, askVersion, now, log);
	const changes = createChangeNotifier(clock);
	const pace = createPace(clock);
	const ringing = createRinging(
		() => clock.elapsed(),
		() => changes.notify(),
	);
	const ledger = createLedger(store, now);
	const audiences = createAudiences(store, now);
	const posts = createPosts(store, now);
	const postWatch = createPostWatch({
		clock,
		log,
		socket: () => connection.open(),
		isWanted: () => events.wants('channel.postReactions'),
	});
	const directory = createDirectory(store, now);
	const addresses = createFindAddresses(lidMapping);
	const media = createMedia({
		store,
		clock,
		log,
		isMediaHost: (hostname) => isMediaHost(hostname, url),
		downloadHost: options.downloadHost,
		agent: route.agent,
		gigabytesADay: () => settings.get().downloadGigabytes ?? DEFAULT_GIGABYTES_A_DAY,
	});
	const contactSync = createContactSync({
		directory,
		log,
		socket: () => connection.open(),
		onRenamed: (renamings) => notices.onRenamed(renamings),
		onTrouble: (error) => link.note(error),
	});
	const memory = createConnectionMemory(now, contactSync.learnGroups);
	const events = createEventLog({
		store,
		now,
		after: (ms, task) => clock.after(ms, task),
		log,
		account: info,
		onSubscribed: () => postWatch.begin(),
		watchTyping({ phone: number, lid }, forMs) {
			const person = number === null ? lid : jidOfPhone(number);
			// Where WhatsApp is not asked, the quiet time alone counts.
			if (person)
				void connection
					.open()
					?.presence.subscribe(person, forMs)
					.catch(() => undefined);
		},
	});

	let closed = false;
	let dialledAt = 0;
	let openedAt = 0;
	let onlineSince = 0;
	const link = createLinkRecord(store.settings, auth.isPaired(), () => changes.notify(), log);
	const ownPhone = () => phoneOf(auth.me().jid);
	const phone = createPhoneRecord(store.settings, auth);
	const copies = createCopyCheck(store, auth.fingerprint);

	function info(): AccountInfo {
		const { lid, name } = auth.me();
		return { id, phone: ownPhone(), lid: lidOf(lid), name };
	}

	function announce(event: SessionEvent['event'], reason: string | null, who = info()): void {
		events.append([sessionEvent(who, event, link.state(), reason, now())]);
	}

	/** What is sealed with the keys of an old copy nobody could read. */
	function refuseOldCopy(): void {
		link.move('loggedOut', OLD_COPY.toShape());
		announce('session.loggedOut', OLD_COPY.message);
	}

	const labels = createLabels({
		settings: store.settings,
		now,
		log,
		isBusiness: () => auth.isBusiness(),
		info,
		publish: events.append,
	});
	const chats = createChats({
		labels,
		store,
		now,
		log,
		auth,
		info,
		addresses,
		directory,
		wire: ledger.wire,
		publish: events.append,
		onLabelled: (jid, label, labelled) => conversations.onLabelled(jid, label, labelled),
	});
	const conversations = createConversations({
		...{ store, clock, log, chats, labels, events, info, addresses, directory },
		socket: () => connection.open(),
	});
	const autoRead = createAutoRead({
		...{ clock, log, chats, incoming: records.incoming },
		settings: settings.get,
		socket: () => connection.open(),
	});
	const idSecret = idSecretOf(store.settings);
	const questions = createQuestions({
		...{ store, clock, log, ledger, idSecret, addresses, events },
		wake: () => sender.wake(),
		resume: options.resumeExecution,
	});
	const optOuts = createOptOuts({ store, now, addresses, settings: settings.get });
	const groupRoles = createGroupRoles({ socket: () => connection.socket(), now, log });
	const inbox = createInbox({
		store,
		clock,
		log,
		records,
		ledger,
		auth,
		events,
		chats,
		autoRead,
		optOuts,
		conversations,
		questions,
		info,
		addresses,
		isSentTo: (messageId, chat) => outbox.isSentTo(messageId, chat),
		onIncoming: (chat, at) => outbox.care.onIncoming(chat, at),
		chatName: directory.nameOf,
		roleOf: groupRoles.of,
		keepsContent: settings.keepsContent,
		onTrouble: link.note,
	});
	const { inbound, messageLookup, chatMessages } = inbox;
	const notices = createNotices({ info, now, addresses, directory, publish: events.append });
	const hashedBusinesses = createHashedBusinesses({
		...{ directory, addresses, log },
		socket: () => connection.socket(),
		onAnswer: (notice) => notices.onNotices([notice]),
	});
	const logLeft = (error: unknown) =>
		log.warn('What came in stays in the journal for now', { error: kindOf(error) });

	const outbox = createOutbox({
		...records,
		store,
		clock,
		log,
		auth,
		ledger,
		audiences,
		posts,
		messageLookup,
		media,
		events,
		optOuts,
		settings: settings.get,
		info,
		addresses,
		directory,
		socket: () => connection.open(),
		onSent: chats.onSent,
		ephemeralOf: chats.ephemeralOf,
		onStatus(messageIds) {
			retention.onStatus();
			questions.onStatus(messageIds);
			changes.notify(messageIds);
		},
		onSilence: () => connection.restart(),
		onTrouble: link.note,
		onLost: (error) => connection.abandon(error),
	});
	const { recipients, care, waiting, sender, statuses, restrictions } = outbox;
	const { timetable, pauses, acks } = outbox;
	const calls = createCalls({
		...{ store, events, info, now, addresses, directory, log },
		autoReject: createAutoReject({
			...{ settings: settings.get, ownPhone, directory, log },
			enqueue(request) {
				// Whoever calls gets an answer.
				care.onIncoming(request.to, now());
				return ledger.enqueue(
					messageIdOf(request.origin, idSecret, request.to),
					request.to,
					request,
					true,
				);
			},
		}),
		socket: () => connection.open(),
		wake: sender.wake,
	});

	const connection: Connection = createConnection({
		clock,
		log,
		dial(onEvent) {
			dialledAt = now();
			// What could not be written when the last connection ended.
			inbound.replay().catch(logLeft);
			return connect({
				...memory,
				url,
				deviceName: settings.get().deviceName ?? '',
				agent: route.agent,
				version: versions.current(),
				auth,
				journal,
				lidMapping,
				onEvent,
				saving: store.db.saving,
				log,
				sentContent: ledger.wire,
				audienceOf: audiences.of,
				posts,
				isSentTo: outbox.isSentTo,
				now,
				after: (ms, task) => clock.after(ms, task),
			});
		},
		nextTurn: options.nextDialTurn,
		isPaired: () => auth.isPaired(),
		renewVersion: versions.renew,
		onEvent: (event) => dispatch(onConnection, event),
	});

	const onConnection: Handlers<ConnectionEvent> = {
		qr: ({ text, again }) => linking.onQr(text, again),
		serverTime({ at }) {
			time.learn(at);
			// By the clock that it is compared by from now on.
			dialledAt = now();
		},
		codeTyped: () => linking.onCodeTyped(),
		codeRetired: () => linking.onCodeRetired(),
		paired({ deviceName }) {
			phone.onPaired(deviceName);
			care.onLinked();
			chats.clear();
			labels.clear();
			linking.onPaired();
		},
		oldCopy() {
			connection.stop();
			refuseOldCopy();
		},
		open() {
			if (!linking.onOpened(ownPhone())) return;
			onlineSince = now();
			link.move('opened');
			announce('session.connected', null);
			retention.onTime();
			restrictions.onOpen();
			timetable.look();
			care.onOnline();
			sender.goOnline();
			inbox.resumeUnfinished(connection.open());
			contactSync.askGroups();
			chats.onOpen(connection.open());
			postWatch.begin();
			labels.onOpen(connection.open());
			autoRead.wake();
		},
		lost({ code }) {
			sender.goOffline();
			changes.notify();
			inbound.replay().catch(logLeft);
			announce('session.disconnected', `The connection was closed (${code}).`);
		},
		trouble: ({ error }) => link.note(error),
		retry({ error }) {
			if (link.lastError()?.code !== 'STORE_FAILED') link.note(error);
		},
		end({ step, error }) {
			link.move(step, error.toShape());
			const gone = ['LOGGED_OUT', 'BANNED'].includes(link.state());
			announce(gone ? 'session.loggedOut' : 'session.disconnected', error.message);
		},
		linkingEnded: ({ code, error }) => linking.onEnded(code, error),
		ack: ({ ack }) => acks.onAck(ack),
		receipts: ({ receipts }) => statuses.onReceipts(receipts),
		post: ({ post }) => posts.learn([post]),
		stanza: ({ stanza }) => journal.add(stanza),
		unfinishedStanza: ({ stanza }) => unfinishedStanzas.add(stanza),
		finished: ({ chat, messageId }) => unfinishedStanzas.done(chat, messageId),
		unopened: ({ chat, messageId }) => inbound.onUnopened(chat, messageId),
		handled: ({ chat, messageId }) => inbound.onHandled(chat, messageId),
		contacts: ({ people, isNews }) => contactSync.learn(people, isNews),
		chats: ({ chats: told }) => chats.learn(told),
		chatAction: ({ told }) => chats.onAction(told),
		label: ({ told }) => labels.onTold(told),
		ownRead: ({ read }) => chats.onRead(read),
		reachOutTimelock: ({ standing }) => restrictions.timelock.learn(standing),
		newChatCap: ({ cap }) => restrictions.newChatCap.learn(cap),
		notices({ notices: told }) {
			chats.onNotices(told);
			notices.onNotices(told);
			hashedBusinesses.onNotices(told);
		},
		presence: ({ update }) => notices.onPresence(update),
		call: ({ step }) => calls.onStep(step),
		ring: ({ told }) => ringing.onStep(told),
		message({ opened }) {
			inbound.onMessage(opened);
			openedAt = now();
		},
	};

	// The next connection finds on disk which messages went out without an answer: memory follows it.
	store.db.onLost((error) => connection.abandon(error));

	const linking: Linking = createLinking({
		clock,
		log,
		changes,
		settings: store.settings,
		connection: () => connection,
		state: link.state,
		move: link.move,
		resetAuth: () => auth.reset(),
		renewVersion: versions.renew,
		phone: () => settings.get().phone,
		holderOf: options.holderOf,
	});

	/** What is open goes past the proxy that was set, or through one that is to be used no more. */
	function reroute(): void {
		log.info('The proxy was changed: the connection is made anew');
		linking.onRerouted();
		if (link.state() === 'LINKED' || link.state() === 'LINKING') connection.restart();
	}

	const watchdog = createWatchdog({
		clock,
		log,
		socket: () => connection.open(),
		// What came over an earlier connection says nothing of this one.
		oldestUnopened: () => journal.oldest(dialledAt),
		openedAt: () => openedAt,
		onStall: (stalls) => (stalls ? link.note(BACKLOG_STALLED) : link.forgive(BACKLOG_STALLED)),
		restart: () => connection.restart(),
		giveUp: options.giveUp,
	});

	const retention = createRetention({
		...records,
		clock,
		log,
		db: store.db,
		time,
		ledger,
		audiences,
		posts,
		recipients,
		chats,
		events,
		media,
		keepContentHours: () => settings.get().keepContentHours,
		onSwept() {
			if (link.state() === 'LINKED') copies.count();
		},
	});

	const status = createStatus({
		auth,
		info,
		link,
		onlineSince: () => (connection.open() ? onlineSince : undefined),
		inbound,
		acks,
		ledger,
		events,
		restrictions,
		pauses,
		care,
		waiting,
		now,
	});

	return {
		log,
		ledger,
		sender,
		timetable,
		pauses,
		recipients,
		events,
		directory,
		chats,
		labels,
		conversations,
		calls,
		ringing,
		chatMessages,
		messageLookup,
		groupReceipts: outbox.groupReceipts,
		audiences,
		optOuts,
		questions,
		posts,
		media,
		linking,
		phone,
		connection,
		changes,
		pace,
		idSecret,
		typedPhone: () => settings.get().phone,
		ownPhone,
		isBusiness: auth.isBusiness,
		linkedPhone: () => (hasNumber(link.state()) ? ownPhone() : null),
		addresses,
		areDifferentPeople: outbox.areDifferentPeople,
		now,
		atLeast: time.atLeast,
		move: link.move,
		erase: options.erase,
		restart: options.restart,
		configure(next) {
			const { proxy, care: limits } = settings.get();
			settings.set(next);
			if (!isDeepStrictEqual(proxy, next.proxy)) reroute();
			// What waited for a limit may not have to any more.
			if (!isDeepStrictEqual(limits, next.care)) sender.wake();
		},
		settings: settings.get,
		enqueue: (messageId, chat, request, mediaIds, audience) =>
			store.db.lazily(() => {
				media.claim(mediaIds, messageId);
				const isOnline = connection.open() !== undefined;
				const record = ledger.enqueue(messageId, chat, request, isOnline);
				if (audience) audiences.set(messageId, audience);
				if (request.asks) questions.ask(messageId, chat, request.asks);
				return record;
			}),
		fail: (messageId, error) => statuses.set(messageId, 'FAILED', now(), error),
		start() {
			timetable.look();
			if (link.state() !== 'LINKED') return;
			if (copies.isOld()) return refuseOldCopy();
			copies.count();
			// Before connecting, so that events keep their order. Where it fails the rows stay for the next time.
			void inbound
				.replay()
				.catch(logLeft)
				.then(() => {
					if (!closed && link.state() === 'LINKED') connection.start();
				});
		},
		state: link.state,
		status,
		forget() {
			const who = info();
			connection.stop();
			auth.reset();
			link.move('forgotten');
			announce('session.loggedOut', 'The number was logged out in n8n.', who);
		},
		close() {
			const isOpen = !closed;
			closed = true;
			inbound.close();
			questions.close();
			conversations.close();
			autoRead.close();
			inbox.albums.close();
			watchdog.stop();
			restrictions.close();
			care.close();
			timetable.close();
			retention.close();
			postWatch.close();
			linking.close();
			media.close();
			connection.stop();
			route.close();
			events.close();
			time.save();
			if (isOpen && link.state() === 'LINKED') copies.count();
			store.close();
		},
	};
}
