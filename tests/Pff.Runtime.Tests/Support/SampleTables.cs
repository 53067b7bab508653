using System.IO.Compression;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Microsoft.Data.Sqlite;
using Parquet;
using Parquet.Schema;

namespace Pff.Runtime.Tests.Support;

/// <summary>Small files of formats that are not text, and packed ones.</summary>
internal static class SampleTables
{
    private static readonly DateTime Since = new(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc);

    public static byte[] Gzip(byte[] content) => Pack(content, stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Zstandard(byte[] content) => Pack(content, stream => new ZstdSharp.CompressionStream(stream, leaveOpen: true));

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Two row groups; a required and optional columns, one of them a list that no table can have.</summary>
    public static async Task<byte[]> ParquetAsync()
    {
        using var stream = new MemoryStream();
        var id = new DataField<long>("id");
        var name = new DataField<string>("nome");
        var amount = new DecimalDataField("valor", 18, 2, isNullable: true);
        var since = new DateTimeDataField("desde", DateTimeFormat.Timestamp, isNullable: true);
        var active = new DataField<bool?>("ativo");
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, name, amount, since, active), stream))
        {
            for (var group = 0; group < 2; group++)
            {
                using var rows = writer.CreateRowGroup();
                await rows.WriteAsync<long>(id, new long[] { (group * 2) + 1, 9007199254740993 });
                await rows.WriteAsync(name, ["João", null!]);
                await rows.WriteAsync<decimal>(amount, new decimal?[] { 12.50m, null });
                await rows.WriteAsync<DateTime>(since, new DateTime?[] { Since, null });
                await rows.WriteAsync<bool>(active, new bool?[] { true, null });
            }
        }

        return stream.ToArray();
    }

    public static byte[] Arrow(bool isFile, CompressionCodecType? compression = null)
    {
        var dates = new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "UTC")).Append(Since).AppendNull().Build();
        var batch = new RecordBatch.Builder()
            .Append("id", false, new Int64Array.Builder().Append(1).Append(9007199254740993).Build())
            .Append("nome", true, new StringArray.Builder().Append("João").AppendNull().Build())
            .Append("valor", true, new Decimal128Array.Builder(new Decimal128Type(18, 2)).Append(12.50m).AppendNull().Build())
            .Append("desde", true, dates)
            .Append("ativo", true, new BooleanArray.Builder().Append(true).AppendNull().Build())
            .Build();
        using var stream = new MemoryStream();
        var options = compression is null ? new IpcOptions() : new IpcOptions
        {
            CompressionCodec = compression,
            CompressionCodecFactory = new Apache.Arrow.Compression.CompressionCodecFactory(),
        };
        using (var writer = isFile
            ? new ArrowFileWriter(stream, batch.Schema, leaveOpen: true, options)
            : new ArrowStreamWriter(stream, batch.Schema, leaveOpen: true, options))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return stream.ToArray();
    }

    public static byte[] Sqlite(string path, string script)
    {
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = script;
            command.ExecuteNonQuery();
        }

        return File.ReadAllBytes(path);
    }

    public static string Xls() => Path.Combine(AppContext.BaseDirectory, "Tables", "Fixtures", "customers.xls");

    private static byte[] Pack(byte[] content, Func<Stream, Stream> open)
    {
        using var packed = new MemoryStream();
        using (var stream = open(packed))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}
