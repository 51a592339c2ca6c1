using System.Collections.Specialized;
using Replication.Completion;
using Replication.Core.Jobs;
using Replication.Core.Transfer;
using Replication.Formatting;

namespace Replication.Module.Tests;

public class FormattingTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1572864, "1.5 MiB")]
    [InlineData(1L << 60, "1024.0 PiB")]
    public void Sizes_are_for_people(long bytes, string text) => Assert.Equal(text, Human.Size(bytes));

    [Theory]
    [InlineData(0.25, "0.3 s")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(3660, "1 h 1 min")]
    [InlineData(90000, "1 d 1 h")]
    public void Durations_name_two_units(double seconds, string text) => Assert.Equal(text, Human.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void What_is_not_there_is_a_dash() => Assert.Equal("-", Human.Duration(null));

    [Fact]
    public void States_have_the_session_s_colours_and_an_unknown_one_asks_for_attention()
    {
        var style = new Style();
        Assert.Equal("<green>Normal</>", Colour.Of("Normal", style));
        Assert.Equal("<red>Critical</>", Colour.Of("Critical", style));
        Assert.Equal("<yellow>Unknown</>", Colour.Of("Unknown", style));
        Assert.Equal("Queued", Colour.Of("Queued", style));
        Assert.Equal("Normal", Colour.Of("Normal", null));
    }

    [Theory]
    [InlineData("web01", "web01")]
    [InlineData("web 01", "'web 01'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("$x", "'$x'")]
    public void A_completed_name_is_quoted_when_it_has_to_be(string name, string quoted) => Assert.Equal(quoted, new Completion.Completion(name, "").Quoted);

    [Fact]
    public void Completion_takes_what_begins_with_the_word_also_inside_quotes()
    {
        Completion.Completion[] known = [new("web 02", ""), new("WEB01", ""), new("db", "")];
        Assert.Equal(["web 02", "WEB01"], Completion.Completion.Matching(known, "'we").Select(found => found.Text));
        Assert.Equal(3, Completion.Completion.Matching(known, "").Count());
    }

    [Fact]
    public void A_job_s_result_can_be_reached_into()
    {
        var job = new Objects.ReplicationJob(new Core.Jobs.ReplicationJob
        {
            Id = "job-1",
            Verb = "Failover",
            TargetId = "vm-1",
            TargetName = "web",
            VmIds = ["vm-1"],
            Parameters = "{}",
            JobState = Core.Jobs.JobState.Succeeded,
            SubmittedBy = "me",
            SubmittedAt = DateTimeOffset.UnixEpoch,
            StartedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch.AddMinutes(1),
            Progress = new TransferProgress("disk0: sending", 1, 4, 1, 1),
            Plan = new JobPlan("Fail over web", [new JobPlanStep("Make", "Make it.")], ["Careful."]),
            Result = """{"machineId":"m-1","bytesWritten":5000000000,"disks":{"disk0":"abc"},"list":[1.5,true,null]}""",
        });
        var result = Assert.IsType<OrderedDictionary>(job.Result);
        Assert.Equal("m-1", result["MACHINEID"]);
        Assert.Equal(5_000_000_000L, result["bytesWritten"]);
        Assert.Equal("abc", ((OrderedDictionary)result["disks"]!)["disk0"]);
        Assert.Equal([1.5, true, null], (object?[])result["list"]!);
        Assert.Equal((100, TimeSpan.FromMinutes(1), "Succeeded"), (job.PercentComplete, job.Duration, job.State));
        Assert.Equal(["Fail over web", "  1. Make it.", "  Warning: Careful."], job.Plan!.ToString().Split(Environment.NewLine));
        Assert.Contains("took 1 min 0 s", JobReport.Of(job, null), StringComparison.Ordinal);
    }

    // Stands in for $PSStyle, which only PowerShell has.
    public sealed class Style
    {
        public Colours Foreground { get; } = new();

        public string Reset => "</>";

        public sealed class Colours
        {
            public string Green => "<green>";

            public string Red => "<red>";

            public string Yellow => "<yellow>";
        }
    }
}
