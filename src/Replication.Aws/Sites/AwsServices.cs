using Amazon.EBS;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Logging;
using Replication.Aws.Ec2;
using Replication.Aws.HotAdd;
using Replication.Aws.HotAdd.Windows;
using Replication.Aws.Imports;
using Replication.Aws.Manifests;
using Replication.Aws.Methods;
using Replication.Aws.Sessions;
using Replication.Aws.Snapshots;
using Replication.Core.Disks;
using Replication.Core.Manifests;
using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Slots;
using Replication.Core.Snapshots;

namespace Replication.Aws.Sites;

/// <summary>EC2, EBS direct and S3 of one account and region. Nothing is asked before something is needed.</summary>
internal sealed partial class AwsServices : IAwsServices
{
    /// <summary>A describing call that is throttled for a minute is no reason to give up a failover.</summary>
    private const int Ec2Retries = 8;

    private readonly AwsSiteSettings _settings;
    private readonly Func<string> _stateFolder;
    private readonly IDiskImages _images;
    private readonly AwsSession _session;
    private readonly AmazonEC2Client _ec2;
    private readonly IHiveCompletion _hives;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _opening = new(1);
    private AmazonEBSClient? _ebs;
    private AmazonEC2Client? _storeEc2;
    private readonly Lazy<AmazonS3Client> _s3;
    private readonly VolumeSlotLedger _slots = new();
    private TransferMethodStore? _store;
    private S3ManifestStore? _manifests;

    public AwsServices(
        AwsSiteSettings settings, Func<string> stateFolder, IDiskImages images, IHiveCompletion hives, AWSCredentials? credentials, TimeProvider time, ILogger log)
    {
        _settings = settings;
        _stateFolder = stateFolder;
        _images = images;
        _hives = hives;
        _time = time;
        _log = log;
        _session = AwsSession.Open(settings.Session, credentials);
        AmazonEC2Config config = _session.Configure(new AmazonEC2Config(), "ec2");
        config.MaxErrorRetry = Ec2Retries;
        _ec2 = new AmazonEC2Client(_session.Credentials, config);
        _s3 = new Lazy<AmazonS3Client>(CreateS3);
    }

    public IAmazonEC2 Ec2 => _ec2;

    public Task RequireAccountAsync(CancellationToken cancellationToken = default) =>
        _settings.Session.AccountId is null ? Task.CompletedTask : _session.GetAccountIdAsync(cancellationToken);

    public async Task<ISnapshotStore> OpenStoreAsync(CancellationToken cancellationToken = default)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _store ??= await OpenAsync(cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async Task<IManifestStore> OpenManifestsAsync(CancellationToken cancellationToken = default)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _manifests ??= await EnsureBucketAsync(cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _ebs?.Dispose();
        _storeEc2?.Dispose();
        if (_s3.IsValueCreated) _s3.Value.Dispose();
        _ec2.Dispose();
        _session.Dispose();
        _opening.Dispose();
    }

    private async Task<TransferMethodStore> OpenAsync(CancellationToken cancellationToken)
    {
        string account = await _session.GetAccountIdAsync(cancellationToken);
        _ebs ??= _session.CreateEbsClient();
        // The store retries by class of error itself.
        AmazonEC2Config config = _session.Configure(new AmazonEC2Config(), "ec2");
        config.MaxErrorRetry = 0;
        _storeEc2 ??= new AmazonEC2Client(_session.Credentials, config);
        var options = new EbsStoreOptions
        {
            AccountId = account,
            Region = _session.Region,
            StateFolder = _stateFolder(),
            Encrypt = _settings.Encrypt,
            KmsKeyArn = _settings.KmsKey,
        };
        EbsSnapshotStore store = await EbsSnapshotStore.OpenAsync(options, _ebs, new Ec2SnapshotOperations(_storeEc2), _time, _log, cancellationToken);
        var hotAdd = new HotAddMethod(new HotAddParts(HotAddOptions.Of(_settings), store, _ec2, _slots, _time, _log), new OfflineDriverInjector(_hives));
        var import = new ImportMethod(new ImportParts(ImportOptions.Of(_settings, account, _session.Region), store, _ec2, () => _s3.Value, _images, _time));
        return await TransferMethodStore.OpenAsync(store, _settings.Method, [hotAdd, import], cancellationToken);
    }

    private async Task<S3ManifestStore> EnsureBucketAsync(CancellationToken cancellationToken)
    {
        string account = await _session.GetAccountIdAsync(cancellationToken);
        var location = new S3ManifestLocation(_settings.Bucket ?? $"replication-{account}-{_session.Region}", _settings.Prefix, account);
        ManifestBucketReport report = await new ManifestBucket(_s3.Value, location, _session.Region).EnsureAsync(_settings.KmsKey, cancellationToken);
        if (report.Missing.Count > 0) LacksProtection(location.Bucket, string.Join("; ", report.Missing));
        return new S3ManifestStore(_s3.Value, location, _time);
    }

    private AmazonS3Client CreateS3()
    {
        AmazonS3Config config = _session.Configure(new AmazonS3Config(), "s3");
        // A server of one's own rarely has a name for every bucket.
        config.ForcePathStyle = config.ServiceURL is not null;
        return new AmazonS3Client(_session.Credentials, config);
    }

    [LoggerMessage(3301, LogLevel.Warning, "Bucket {Bucket} of the manifests: {Missing}.")]
    private partial void LacksProtection(string bucket, string missing);
}
