namespace Replication.Agent.Ec2.Protocol;

/// <summary>A refusal in EC2's words. The codes are Amazon's, not ids of this program: clients match on them.</summary>
internal sealed class Ec2Refusal(string code, string message, int status = Ec2Refusal.BadRequest) : Exception(message)
{
    public const int BadRequest = 400;

    /// <summary>EC2 answers a successful dry run with "precondition failed".</summary>
    public const int PreconditionFailed = 412;

    public string Code { get; } = code;

    public int Status { get; } = status;
}
