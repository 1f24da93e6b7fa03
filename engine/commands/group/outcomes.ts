import type { Account } from '../../account/account';
import { personOf } from '../../contacts/people';
import type { ParticipantOutcome } from '../../gateway/contract';
import type { MemberAnswer } from '../../whatsapp/index';
import { isPerson, type Wanted } from './participants';

type StatusOf<Status extends string> = ParticipantOutcome<Status>['status'];

/** What WhatsApp's numbers mean for somebody whom something was to be done to, and what is said of it; 200: it was done. */
export type Outcomes<Status extends string> = Readonly<
	Record<number, readonly [StatusOf<Status>, string]>
>;

/** Codes of ours. Where there is an outcome for the linked number itself, WhatsApp is not asked for it. */
export const OWN = -1;
export const UNANSWERED = -2;

/** Everybody once. */
export function toAsk(people: readonly Wanted[], outcomes: Outcomes<string>): string[] {
	const jids = people.flatMap(({ jid, isOwn }) =>
		jid && !(isOwn && OWN in outcomes) ? [jid] : [],
	);
	return [...new Set(jids)];
}

/** What became of each of the people, with WhatsApp's answer where there is one. */
export function outcomesOf<Status extends string, Answer extends MemberAnswer>(
	account: Account,
	people: readonly Wanted[],
	answers: readonly Answer[],
	outcomes: Outcomes<Status>,
): { outcome: ParticipantOutcome<Status>; answer: Answer | undefined }[] {
	return people.map((one) => {
		const jid = one.jid ?? one.written;
		const answer = answers.find((address) => isPerson(account, address, jid));
		const [status, message] = statusOf(one, answer, outcomes);
		const person = personOf(account, answer ?? { jid, alt: undefined });
		return { outcome: { given: one.given, ...person, status, message }, answer };
	});
}

function statusOf<Status extends string>(
	{ jid, isOwn }: Wanted,
	answer: MemberAnswer | undefined,
	outcomes: Outcomes<Status>,
): readonly [StatusOf<Status>, string] {
	if (jid === null) return ['notOnWhatsApp', 'This number is not on WhatsApp.'];
	const own = isOwn ? outcomes[OWN] : undefined;
	if (own) return own;
	if (!answer)
		return outcomes[UNANSWERED] ?? ['refused', 'WhatsApp did not do it, and does not say why.'];
	const { code } = answer;
	return outcomes[code] ?? ['refused', `WhatsApp did not do it. (WhatsApp error ${code})`];
}
