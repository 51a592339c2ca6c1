using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.EBS;
using Amazon.Runtime;
using Replication.Aws.Sessions;
using Replication.Aws.Snapshots;
using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Server;

public class TlsTests
{
    [Fact]
    public async Task A_certificate_is_trusted_by_the_file_of_its_authority()
    {
        using X509Certificate2 certificate = Certificate();
        await using LocalEbs server = await LocalEbs.StartAsync(certificate);
        await using EbsSnapshotStore store = await server.OpenStoreAsync();
        SnapshotInfo made = await store.MakeAsync(BlockGeometry.BlockSize, null, (0, BlockPattern.Full(1)));
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [0] = BlockPattern.Full(1) });
    }

    [Fact]
    public async Task INV_10_without_that_file_it_is_refused_at_once()
    {
        using X509Certificate2 certificate = Certificate();
        await using LocalEbs server = await LocalEbs.StartAsync(certificate);
        AwsSessionSettings settings = AwsSessionSettings.Parse(
            "local", new Dictionary<string, string> { ["region"] = LocalEbs.Region, ["serviceUrl"] = server.Address.AbsoluteUri });
        using AwsSession session = AwsSession.Open(settings, new BasicAWSCredentials("AKIDEXAMPLE", "secret-of-the-test"));
        using AmazonEBSClient client = session.CreateEbsClient();
        string state = Directory.CreateTempSubdirectory("replication-tls-").FullName;
        try
        {
            await using EbsSnapshotStore store = await EbsSnapshotStore.OpenAsync(
                new EbsStoreOptions { AccountId = LocalEbs.Account, Region = LocalEbs.Region, StateFolder = state }, client, server.Ec2);
            var error = await Assert.ThrowsAnyAsync<SnapshotStoreException>(() => store.StartAsync(new StartSnapshotRequest { Length = 1 }));
            Assert.Equal("AwsCertificateNotTrusted", error.ErrorId);
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    /// <summary>Its own authority, for the loopback address.</summary>
    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=replication test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
