namespace Replication.Aws.Tests.Ebs;

/// <summary>What goes wrong with one call.</summary>
internal sealed record FakeFault
{
    public static readonly FakeFault Throttled = new() { Answer = FakeAnswer.Error(400, "RequestThrottledException", "slow down", "ACCOUNT_THROTTLED") };
    public static readonly FakeFault Quota = new() { Answer = FakeAnswer.Error(402, "ServiceQuotaExceededException", "quota", "DEPENDENCY_SERVICE_QUOTA_EXCEEDED") };
    public static readonly FakeFault ServerError = new() { Answer = FakeAnswer.Error(500, "InternalServerException", "oops") };
    public static readonly FakeFault Gateway = new() { Answer = new FakeAnswer(503, "<html>no</html>"u8.ToArray()) };
    public static readonly FakeFault DroppedBefore = new() { DropsBefore = true };
    public static readonly FakeFault DroppedAfter = new() { DropsAfter = true };
    public static readonly FakeFault Cut = new() { CutsBody = true };
    public static readonly FakeFault Damaged = new() { DamagesBody = true };
    public static readonly FakeFault ExpiredToken = new() { Answer = FakeAnswer.Error(400, "ValidationException", "token", "INVALID_BLOCK_TOKEN") };
    public static readonly FakeFault Refused = new() { Answer = FakeAnswer.Error(400, "ValidationException", "no", "INVALID_PARAMETER_VALUE") };
    public static readonly FakeFault Denied = new() { Answer = FakeAnswer.Error(403, "AccessDeniedException", "no", "UNAUTHORIZED_ACCOUNT") };

    public FakeAnswer? Answer { get; init; }

    public bool DropsBefore { get; init; }

    public bool DropsAfter { get; init; }

    /// <summary>The answer ends in the middle of its body.</summary>
    public bool CutsBody { get; init; }

    public bool DamagesBody { get; init; }
}
