namespace Archive.Core.Sanctioning;
public sealed class SanctionGate(AccountRegister register) { public SanctionDecision Decide(string source, Messages.ChatMessage m) => register.Find(source, m.Sender.Id).Count > 0 ? SanctionDecision.Admit : SanctionDecision.Refuse(SanctionReason.NotRegistered); }
