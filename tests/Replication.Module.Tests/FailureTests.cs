using System.Management.Automation;
using System.Text.RegularExpressions;
using Replication.Core.Errors;
using Replication.Pipeline;

namespace Replication.Module.Tests;

public partial class FailureTests
{
    [Theory]
    [InlineData("VmNotReplicated", ErrorCategory.ObjectNotFound)]
    [InlineData("RecoveryPointNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("InvalidState", ErrorCategory.InvalidOperation)]
    [InlineData("AwsAccessDenied", ErrorCategory.PermissionDenied)]
    [InlineData("StorageFull", ErrorCategory.LimitsExceeded)]
    [InlineData("VerificationFailed", ErrorCategory.InvalidData)]
    [InlineData("CorruptBlock", ErrorCategory.InvalidData)]
    [InlineData("SiteInUse", ErrorCategory.ResourceBusy)]
    [InlineData("VmAlreadyReplicated", ErrorCategory.ResourceExists)]
    [InlineData("PolicyInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("CertificateRejected.Expired", ErrorCategory.PermissionDenied)]
    [InlineData("ReplicaUnreachable", ErrorCategory.ResourceUnavailable)]
    [InlineData("Stopped", ErrorCategory.OperationStopped)]
    public void INV_10_an_id_has_the_category_that_its_words_say(string errorId, ErrorCategory category) =>
        Assert.Equal(category, FailureCategories.Of(errorId, isTransient: false));

    [Fact]
    public void INV_10_no_documented_id_is_without_a_category()
    {
        string[] ids = [.. Documented().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "errors.md"))).Select(match => match.Groups[1].Value)];
        Assert.True(ids.Length > 100);
        Assert.All(ids, id => Assert.NotEqual(ErrorCategory.NotSpecified, FailureCategories.Of(id, isTransient: false)));
    }

    [Fact]
    public void Errors_of_the_operating_system_and_defects_get_ids()
    {
        Assert.Equal(ErrorIds.AccessDenied, Failures.Known(new UnauthorizedAccessException()).ErrorId);
        Assert.Equal(ErrorIds.InputOutputFailed, Failures.Known(new IOException()).ErrorId);
        Assert.Equal(ErrorIds.InternalError, Failures.Known(new InvalidOperationException()).ErrorId);
        var known = new ReplicationException("VmAmbiguous", "web", "two");
        Assert.Same(known, Failures.Known(known));
        Assert.False(Failures.IsOfItem(new InvalidOperationException()));
    }

    [Fact]
    public void A_job_s_failure_says_what_the_job_said_and_no_more()
    {
        var failure = new ReplicationJobException(new Core.Jobs.JobError("StorageFull", "store", "store: full.", IsTransient: true), "job-1");
        Assert.Equal(("StorageFull", "store: full.", "job-1", true), (failure.ErrorId, failure.Message, failure.JobId, failure.IsTransient));
    }

    [GeneratedRegex(@"^\| `([A-Za-z.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Documented();
}
