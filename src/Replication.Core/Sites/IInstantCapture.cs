using Replication.Core.Capture;

namespace Replication.Core.Sites;

/// <summary>A site that can hold several running machines at one instant, and ask their guests to get ready for it.</summary>
public interface IInstantCapture
{
    /// <summary>Captures the machines at one instant, all of them or none.</summary>
    /// <returns>The images in the order of the requests; <see cref="IMachineImage.Facts"/> says how it was done.</returns>
    /// <exception cref="Errors.ReplicationException">
    /// As <see cref="ISite.CaptureAsync"/>; GuestFreezeFailed where application consistency is required and cannot be had.
    /// </exception>
    Task<IReadOnlyList<IMachineImage>> CaptureTogetherAsync(IReadOnlyList<CaptureRequest> requests, CancellationToken cancellationToken = default);
}
