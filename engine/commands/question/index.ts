import type { Account } from '../../account/account';
import type { ExecutionAnswers, WaitingExecution } from '../../gateway/contract';

export const question = {
	'question.wait': ({ questions }: Account, execution: WaitingExecution): void =>
		questions.wait(execution),
	'question.answers': (
		{ questions }: Account,
		{ execution }: { execution: string },
	): ExecutionAnswers | null => questions.answers(execution),
};
