namespace Replication.Disks.Nbd;

/// <summary>Why a request is not done: the number for programs, the text for people.</summary>
internal sealed record NbdRefusal(NbdErrno Error, string Text);
