import CKernel
import Foundation
import Testing

@Suite("Regimes, prints, jumps and parts of an index")
struct EventKernelTests {
  @Test("a lane is in stress next if its word is below what its regime allows")
  func regimes() {
    let words = (0..<64).map { UInt32($0) * 67_108_864 }
    let before: [Float] = (0..<64).map { $0 % 3 == 0 ? 1 : 0 }
    var after = before
    let (enter, stay): (UInt32, UInt32) = (words[8], words[48])
    ck_regimes(words, enter, stay, &after)
    for lane in 0..<64 {
      #expect(after[lane] == (lane < (before[lane] > 0 ? 48 : 8) ? 1 : 0), "\(lane)")
    }
    ck_regimes(words, .max, 0, &after)
    #expect(after.count { $0 == 1 } > 0)
  }

  @Test("a print is the grid's nearest point, a half upward, less what was expected")
  func prints() {
    var x: [Float] = (0..<64).map { Float($0 - 32) * 0.11 }
    x[0] = 0.25
    let values = x.map { 0.5 + 2 * $0 }
    ck_prints(0.5, 2, 0.5, 0.25, &x)
    // 1.0 is on the grid of halves; 0.75 would be between, and goes up.
    #expect(x[0] == 0.75)
    for (value, print) in zip(values, x) {
      #expect(print + 0.25 == (value / 0.5 + 0.5).rounded(.down) * 0.5)
    }
    var half = [Float](repeating: 0.125, count: 64)
    ck_prints(0.5, 2, 0.5, 0, &half)
    #expect(half.allSatisfy { $0 == 1 })
  }

  @Test("a jump is the coefficients times the drivers and what was priced in, where it happens")
  func jumps() {
    let (lines, drivers) = (3, 2)
    let coefficients: [Float] = [1, -2, 0.5, 0.25, 0, 4], compensation: [Float] = [0.125, 0, -1]
    let mask: [Float] = (0..<64).map { $0 % 2 == 0 ? 1 : 0 }
    let driver: [Float] = (0..<128).map { Float($0 % 9) * 0.25 * mask[$0 % 64] }
    let start: [Float] = (0..<192).map { Float($0 % 5) }
    var (jump, sum, price) = (start, start, start)
    ck_jump(coefficients, compensation, driver, mask, 3, 2, &jump, &sum, &price)
    for line in 0..<lines {
      for lane in 0..<64 {
        var expected = compensation[line] * mask[lane]
        for d in 0..<drivers { expected += coefficients[2 * line + d] * driver[64 * d + lane] }
        let at = 64 * line + lane
        #expect(jump[at] == expected)
        #expect(sum[at] == start[at] + expected && price[at] == start[at] + expected)
      }
    }
    var alone = start
    ck_jump(coefficients, compensation, driver, mask, 3, 2, nil, &alone, nil)
    #expect(alone == sum)
    var moved = start
    ck_jump(coefficients, compensation, driver, mask, 3, 2, nil, nil, &moved)
    #expect(moved == price)
  }

  @Test("a part of an index is the index and its share of how the part differs, in logs")
  func parts() {
    let spread: [Float] = (0..<64).map { Float($0 - 32) / 200 }
    let index: [Float] = (0..<64).map { Float(($0 * 37) % 64 - 30) / 100 }
    let shares: [Float] = [-0.4, 0.6, 0.25]
    // Rows 1, 3 and 4 follow from row 2; row 0 is left alone.
    var price = [Float](repeating: 7, count: 5 * 64)
    price.replaceSubrange(128..<192, with: spread)
    ck_parts(&price, [2, 2, 2], [1, 3, 4], shares, 3, index)
    #expect(price[0..<64].allSatisfy { $0 == 7 } && price[128..<192].elementsEqual(spread))
    for (row, share) in zip([1, 3, 4], shares) {
      for lane in 0..<64 {
        let other = Foundation.exp(Double(spread[lane])) - 1
        let exact = Foundation.log1p(Double(index[lane]) + Double(share) * other)
        #expect(abs(Double(price[64 * row + lane]) - exact) < 2e-7)
      }
    }
    // Nothing falls below a thousandth of its price.
    var far = [Float](repeating: 3, count: 128)
    ck_parts(&far, [0], [1], [-0.5], 1, [Float](repeating: -0.9, count: 64))
    #expect(far[64...].allSatisfy { abs($0 - Foundation.log(Float(0.001))) < 1e-3 })
  }
}
