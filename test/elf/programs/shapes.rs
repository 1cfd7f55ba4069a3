#![no_std]
#![no_main]

mod shapes {
    pub trait Shape {
        fn area(&self) -> u64;
    }

    pub struct Square(pub u64);
    pub struct Pair<T>(pub T, pub T);

    impl Shape for Square {
        #[inline(never)]
        fn area(&self) -> u64 {
            self.0 * self.0
        }
    }

    impl<T: Shape> Shape for Pair<T> {
        #[inline(never)]
        fn area(&self) -> u64 {
            self.0.area() + self.1.area()
        }
    }

    #[inline(always)]
    pub fn doubled(n: u64) -> u64 {
        n.wrapping_mul(2)
    }
}

use shapes::{doubled, Pair, Shape, Square};

static NUMBERS: [u64; 4] = [3, 1, 4, 1];

#[inline(never)]
fn fold(numbers: &[u64], combine: impl Fn(u64, u64) -> u64) -> u64 {
    let mut result = 0;
    for n in numbers {
        result = combine(result, *n);
    }
    result
}

#[no_mangle]
pub extern "C" fn _start() -> ! {
    let pair = Pair(Square(3), Square(4));
    let folded = fold(&NUMBERS, |a, b| doubled(a) + b);
    let result = pair.area() + folded;
    let _ = unsafe { core::ptr::read_volatile(&result) };
    loop {}
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
