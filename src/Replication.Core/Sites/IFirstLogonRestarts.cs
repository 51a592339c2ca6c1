namespace Replication.Core.Sites;

/// <summary>
/// A site that puts drivers into Windows guests, which then restart once at the first logon of a user (AWS-16). The site keeps with the
/// machine whether that is still to come.
/// </summary>
public interface IFirstLogonRestarts
{
    /// <summary>Whether the restart is to come: false once it was seen, and for machines that need none or are gone. What is seen is kept.</summary>
    Task<bool> IsPendingAsync(string machineId, CancellationToken cancellationToken = default);

    /// <summary>Takes it as seen, on the word of whoever was there. Harmless to repeat.</summary>
    Task ConfirmAsync(string machineId, CancellationToken cancellationToken = default);
}
