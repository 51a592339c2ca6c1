namespace Replication.Remote.Tests.Support;

/// <summary>What a link is like, the same in both directions.</summary>
/// <param name="BytesPerSecond">Of all connections together; 0 for no limit.</param>
/// <param name="Latency">From one end to the other.</param>
/// <param name="DropsPerMebibyte">Chance that a connection is reset while it carries a mebibyte, 0 to 1.</param>
public sealed record LinkShape(long BytesPerSecond = 0, TimeSpan Latency = default, double DropsPerMebibyte = 0);
