using System.Net;
using Amazon.EC2;
using Amazon.Runtime;
using Replication.Aws.Ec2;

namespace Replication.Aws.Tests.Ec2;

public sealed class Ec2ErrorsTests
{
    [Theory]
    [InlineData("RequestLimitExceeded", 503, true, false)]
    [InlineData("RequestLimitExceeded", 400, true, false)]
    [InlineData("InternalError", 500, true, false)]
    [InlineData("Unavailable", 503, true, false)]
    [InlineData("Http502", 502, true, false)]
    [InlineData("InvalidVolume.NotFound", 400, false, true)]
    [InlineData("InvalidAMIID.Unavailable", 400, false, true)]
    [InlineData("UnauthorizedOperation", 403, false, false)]
    [InlineData("InvalidParameterValue", 400, false, false)]
    public void A_code_says_whether_to_try_again_and_whether_it_is_there(string code, int status, bool transient, bool missing)
    {
        var error = new AmazonEC2Exception("No.", null, ErrorType.Sender, code, null, (HttpStatusCode)status);
        Assert.Equal((transient, missing), (Ec2Errors.IsTransient(error), Ec2Errors.IsNotFound(error)));
    }

    [Fact]
    public async Task No_connection_is_transient()
    {
        using var client = new AmazonEC2Client(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonEC2Config { ServiceURL = "http://127.0.0.1:1/", AuthenticationRegion = "eu-central-1", MaxErrorRetry = 0 });
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => client.DescribeVpcsAsync());
        Assert.True(Ec2Errors.IsTransient(error), error.ToString());
        Assert.False(Ec2Errors.IsNotFound(error));
    }

    [Theory]
    [InlineData("IncorrectInstanceState", true, false)]
    [InlineData("VolumeInUse", true, false)]
    [InlineData("InsufficientInstanceCapacity", false, true)]
    [InlineData("InvalidParameterValue", false, false)]
    public void Busy_resources_and_full_zones_are_told_from_wrong_requests(string code, bool busy, bool full)
    {
        var error = new AmazonEC2Exception("No.", null, ErrorType.Sender, code, null, HttpStatusCode.BadRequest);
        Assert.Equal((busy, full), (Ec2Errors.IsBusy(error), Ec2Errors.IsOutOfCapacity(error)));
    }
}
