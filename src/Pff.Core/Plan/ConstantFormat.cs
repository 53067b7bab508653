using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Pff.Core.Diagnostics;

namespace Pff.Core.Plan;

/// <summary>
/// Constants of a compiled plan as bytes: a list of 5,000 elements is then data in its assembly instead of code. A tag
/// (the kind, or <see cref="RecordTag"/>), then the content; integers are little-endian, texts UTF-16 code units, so
/// that a lone surrogate survives. An assembly with constants runs with the build that made it only; journals keep values in
/// this form too, so that a change of it is a new version of theirs.
/// </summary>
public static class ConstantFormat
{
    private const byte RecordTag = 0x80;

    /// <summary>Before a record or list that is passed on as the JSON that it was decoded from.</summary>
    private const byte JsonTag = 0x81;

    /// <summary>Deeper than any value gets, and no danger to the stack.</summary>
    private const int MaximumDepth = 1_000;

    public static byte[] Write(in Value value)
    {
        var writer = new ArrayBufferWriter<byte>();
        Write(writer, value);
        return writer.WrittenSpan.ToArray();
    }

    public static Value Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Reader(bytes);
        return reader.Read();
    }

    /// <summary>A value of bytes that come from outside; false where they are not what <see cref="Write(in Value)"/> gives.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Value value)
    {
        var reader = new Reader(bytes);
        try
        {
            value = reader.Read();
            return reader.IsAtEnd;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or OverflowException)
        {
            value = default;
            return false;
        }
    }

    private static void Write(ArrayBufferWriter<byte> writer, in Value value)
    {
        if (JsonOf(value) is { IsEmpty: false } json)
        {
            PutByte(writer, JsonTag);
            PutInt(writer, json.Length);
            writer.Write(json.Span);
        }

        PutByte(writer, value.TryGet<RecordValue>(out _) ? RecordTag : (byte)value.Kind);
        switch (value.Kind)
        {
            case ValueKind.Absent or ValueKind.Null:
                break;
            case ValueKind.Bool:
                PutByte(writer, value.AsBool ? (byte)1 : (byte)0);
                break;
            case ValueKind.Int:
                PutLong(writer, value.AsInt);
                break;
            case ValueKind.Double:
                PutLong(writer, BitConverter.DoubleToInt64Bits(value.AsDouble));
                break;
            case ValueKind.Text:
                PutText(writer, value.AsText);
                break;
            case ValueKind.Decimal:
                foreach (var part in decimal.GetBits(value.AsDecimal))
                {
                    PutInt(writer, part);
                }

                break;
            case ValueKind.Timestamp:
                PutLong(writer, value.AsTimestamp.Seconds);
                PutInt(writer, value.AsTimestamp.Nanoseconds);
                break;
            case ValueKind.Duration:
                PutLong(writer, value.AsDuration.Seconds);
                PutInt(writer, value.AsDuration.Nanoseconds);
                break;
            default:
                WriteObject(writer, value);
                break;
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> writer, in Value value)
    {
        switch (value.As<ValueObject>())
        {
            case ListValue list:
                PutInt(writer, list.Count);
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                break;
            case MapValue map:
                PutInt(writer, map.Count);
                for (var i = 0; i < map.Count; i++)
                {
                    Write(writer, map.KeyAt(i));
                    Write(writer, map.ValueAt(i));
                }

                break;
            case TypeValue type:
                PutText(writer, type.Name);
                break;
            case OptionalValue optional:
                Write(writer, optional.Inner);
                break;
            case SecretValue secret:
                Write(writer, secret.Inner);
                break;
            case JsonValue json:
                PutInt(writer, json.Utf8.Length);
                writer.Write(json.Utf8.Span);
                break;
            case Fault fault:
                PutInt(writer, (int)fault.Reason);
                PutText(writer, fault.Message.English);
                PutText(writer, fault.Message.Portuguese);
                break;
            default:
                throw new InvalidOperationException($"no constant of kind {value.Kind}");
        }
    }

    private static ReadOnlyMemory<byte> JsonOf(in Value value) =>
        value.TryGet<RecordValue>(out var record) ? record.Json : value.TryGet<ListValue>(out var list) ? list.Json : default;

    private static void PutByte(ArrayBufferWriter<byte> writer, byte value) => writer.Write([value]);

    private static void PutInt(ArrayBufferWriter<byte> writer, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(writer.GetSpan(4), value);
        writer.Advance(4);
    }

    private static void PutLong(ArrayBufferWriter<byte> writer, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(writer.GetSpan(8), value);
        writer.Advance(8);
    }

    private static void PutText(ArrayBufferWriter<byte> writer, string value)
    {
        PutInt(writer, value.Length);
        foreach (var unit in value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(writer.GetSpan(2), unit);
            writer.Advance(2);
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;
        private int _depth;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public Value Read()
        {
            if (++_depth > MaximumDepth)
            {
                throw new InvalidOperationException("constants are nested too deep");
            }

            var value = ReadTagged(Take(1)[0]);
            _depth--;
            return value;
        }

        private Value ReadTagged(byte tag) => tag switch
        {
            JsonTag => WithJson(Take(Int()).ToArray()),
            RecordTag => Record(default),
            _ => ReadKind((ValueKind)tag),
        };

        private Value WithJson(byte[] json) => Take(1)[0] switch
        {
            RecordTag => Record(json),
            (byte)ValueKind.List => Value.Of(new ListValue(Items(Count()), json)),
            var tag => throw new InvalidOperationException($"no constant with JSON has the tag {tag}"),
        };

        private Value ReadKind(ValueKind kind) => kind switch
        {
            ValueKind.Absent => Value.Absent,
            ValueKind.Null => Value.Null,
            ValueKind.Bool => Value.Of(Take(1)[0] != 0),
            ValueKind.Int => Value.Of(Long()),
            ValueKind.Double => Value.Of(BitConverter.Int64BitsToDouble(Long())),
            ValueKind.Text => Value.Of(Text()),
            ValueKind.Decimal => Value.Of(new decimal([Int(), Int(), Int(), Int()])),
            ValueKind.Timestamp => Value.Of(new Timestamp(Long(), Int())),
            ValueKind.Duration => Value.Of(new Duration(Long(), Int())),
            ValueKind.List => Value.Of(new ListValue(Items(Count()))),
            ValueKind.Map => Map(),
            ValueKind.Type => Value.Of(new TypeValue(Text())),
            ValueKind.Optional => Value.Of(new OptionalValue(Read())),
            ValueKind.Secret => Value.Of(new SecretValue(Read())),
            ValueKind.Json => Value.Of(new JsonValue(Take(Int()).ToArray())),
            ValueKind.Fault => Value.Of(new Fault((FaultKind)Int(), new LocalizedText(Text(), Text()))),
            _ => throw new InvalidOperationException($"no constant has the kind {kind}"),
        };

        private Value[] Items(int count)
        {
            var items = new Value[count];
            for (var i = 0; i < count; i++)
            {
                items[i] = Read();
            }

            return items;
        }

        private Value Record(ReadOnlyMemory<byte> json)
        {
            var names = new string[Count()];
            var values = new Value[names.Length];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = Read().AsText;
                values[i] = Read();
            }

            return Value.Of(new RecordValue(names, values, json));
        }

        private Value Map()
        {
            var entries = new KeyValuePair<Value, Value>[Count()];
            for (var i = 0; i < entries.Length; i++)
            {
                var key = Read();
                entries[i] = new(key, Read());
            }

            return Value.Of(new DictionaryValue(entries));
        }

        /// <summary>Each element has a byte at least.</summary>
        private int Count()
        {
            var count = Int();
            return (uint)count <= (uint)_rest.Length ? count : throw new InvalidOperationException("a count is larger than what follows");
        }

        private int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        private long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

        private string Text()
        {
            var units = Take(checked(2 * Int()));
            return string.Create(units.Length / 2, units, static (text, source) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    text[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * i)..]);
                }
            });
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }
    }
}
