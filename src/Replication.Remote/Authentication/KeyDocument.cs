namespace Replication.Remote.Authentication;

/// <summary>One access key; a class without a text of its own, so that no log ever has it.</summary>
internal sealed class KeyDocument
{
    public string? AccessKeyId { get; init; }

    public string? SecretAccessKey { get; init; }

    public string? SessionToken { get; init; }
}
