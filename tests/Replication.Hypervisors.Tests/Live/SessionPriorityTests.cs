using Replication.Hypervisors.Live;
using Xunit;

namespace Replication.Hypervisors.Tests.Live;

public sealed class SessionPriorityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-priority-").FullName;

    private string KernelFile => Path.Combine(_folder, "autogroup");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task HVR_01_The_session_is_lowered_from_the_first_capture_to_the_last()
    {
        var session = new SessionPriority(KernelFile);
        session.BeginCapture();
        session.BeginCapture();
        Assert.Equal("10", File.ReadAllText(KernelFile));
        await session.EndCaptureAsync();
        Assert.Equal("10", File.ReadAllText(KernelFile));
        await session.EndCaptureAsync();
        Assert.Equal("0", File.ReadAllText(KernelFile));
    }

    [Fact]
    public async Task HVR_01_A_kernel_that_was_told_too_often_is_told_again_and_a_capture_goes_on_without_it()
    {
        // A folder in the way: what is written there fails as it does in a kernel that refuses.
        Directory.CreateDirectory(KernelFile);
        var session = new SessionPriority(KernelFile);
        session.BeginCapture();
        Task ended = session.EndCaptureAsync();
        Assert.False(ended.IsCompleted);
        Directory.Delete(KernelFile);
        await ended.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("0", File.ReadAllText(KernelFile));
    }
}
