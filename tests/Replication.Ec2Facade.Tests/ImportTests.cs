using Replication.Agent.Ec2;
using Replication.Ec2Facade.Tests.Support;

namespace Replication.Ec2Facade.Tests;

/// <summary>VM Import with images of qemu-img and clients that are other programs.</summary>
public class ImportTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(5);

    private static readonly Lazy<Task<bool>> HasImageTool = new(() => ClientTool.SucceedsAsync("qemu-img", "--version"));

    private static readonly Lazy<Task<bool>> HasCommandLine = new(() => ClientTool.SucceedsAsync("aws", "--version"));

    [Theory]
    [InlineData("formats")]
    [InlineData("refusals")]
    [InlineData("tokens")]
    [InlineData("images")]
    [InlineData("uploads")]
    public async Task A_client_of_VM_Import_finds_what_it_expects_of(string topic)
    {
        Assert.SkipUnless(await HasImageTool.Value, "qemu-img is not installed: this cross-check did not run.");
        await using Facade facade = await Facade.StartAsync();
        await Python.RunAsync(facade, "imports.py", topic);
    }

    [Fact]
    public async Task The_command_line_of_AWS_imports_a_stream_of_qemu_img()
    {
        Assert.SkipUnless(await HasImageTool.Value, "qemu-img is not installed: this cross-check did not run.");
        Assert.SkipUnless(await HasCommandLine.Value, "The command line of AWS is not installed: this cross-check did not run.");
        await using Facade facade = await Facade.StartAsync();
        await Python.RunAsync(facade, "imports.py", "command_line");
    }

    [Fact]
    public async Task A_task_is_active_until_its_time_has_come_and_is_cancelled_before_that()
    {
        var time = new ManualTime();
        await using Facade facade = await Facade.StartAsync(new Ec2Options { ImportDuration = Duration }, time);
        await Python.RunAsync(facade, "imports.py", "begun");
        time.Advance(Duration + Duration);
        await Python.RunAsync(facade, "imports.py", "ended");
    }
}
