using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Pff.Core.Diagnostics;

namespace Pff.Core.Plan;

/// <summary>
/// Constants of a compiled plan as bytes: a list of 5,000 elements is then data in its assembly instead of code. A tag
/// (the kind, or <see cref="RecordTag"/>), then the content; integers are little-endian, texts UTF-16 code units, so
/// that a lone surrogate survives. Private to one build: the assembly that holds it runs with that build only.
/// </summary>
public static class ConstantFormat
{
    private const byte RecordTag = 0x80;

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

    private static void Write(ArrayBufferWriter<byte> writer, in Value value)
    {
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

        public Value Read()
        {
            var tag = Take(1)[0];
            return tag == RecordTag ? Record() : (ValueKind)tag switch
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
                ValueKind.List => Value.Of(new ListValue(Items(Int()))),
                ValueKind.Map => Map(),
                ValueKind.Type => Value.Of(new TypeValue(Text())),
                ValueKind.Optional => Value.Of(new OptionalValue(Read())),
                ValueKind.Secret => Value.Of(new SecretValue(Read())),
                ValueKind.Json => Value.Of(new JsonValue(Take(Int()).ToArray())),
                ValueKind.Fault => Value.Of(new Fault((FaultKind)Int(), new LocalizedText(Text(), Text()))),
                _ => throw new InvalidOperationException($"no constant has the tag {tag}"),
            };
        }

        private Value[] Items(int count)
        {
            var items = new Value[count];
            for (var i = 0; i < count; i++)
            {
                items[i] = Read();
            }

            return items;
        }

        private Value Record()
        {
            var names = new string[Int()];
            var values = new Value[names.Length];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = Read().AsText;
                values[i] = Read();
            }

            return Value.Of(new RecordValue(names, values));
        }

        private Value Map()
        {
            var entries = new KeyValuePair<Value, Value>[Int()];
            for (var i = 0; i < entries.Length; i++)
            {
                var key = Read();
                entries[i] = new(key, Read());
            }

            return Value.Of(new DictionaryValue(entries));
        }

        private int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        private long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

        private string Text()
        {
            var units = Take(2 * Int());
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
