namespace Archive.Simulators.Feishu;

/// <summary>One attempt to deliver an event. Holds no content.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="Status">HTTP status of the answer; 0 without one in time.</param>
public sealed record WebhookDelivery(string EventType, string EventId, int Attempt, int Status)
{
    public bool IsDelivered => Status == 200;
}
